-- What is this?        Texts and what stands for them in identifiers.
-- When does it fail?   Equal texts differ, different ones do not, or no key is needed for it.
-- What to do?          Mend the macro: whoever can compute it finds people by trying names.

{%- set sha256_of_one = {
    'postgres': "encode(sha256(convert_to(one, 'UTF8')), 'hex')", 'spark': 'sha2(one, 256)',
}[adapter.type()] %}

with

cases as (
    select * from (
        values
        ('the same text', 'Ada Byron', 'Ada Byron', true),
        ('another text', 'Ada Byron', 'ada byron', false),
        ('letters of every script', 'أمل', 'أمل', true),
        ('accents count', 'Zoe', 'Zoë', false),
        ('an empty text', '', '', true),
        ('a backslash is a letter', {{ text_literal('a\\x62') }}, 'ab', false)
    ) as cases (what, one, another, expected)
),

digested as (
    select
        *,
        {{ keyed_digest('one') }} as digest,
        {{ keyed_digest('one') }} = {{ keyed_digest('another') }} as actual
    from cases
),

decided as (
    select * from digested
    where
        actual is distinct from expected
        or not {{ matches('digest', '^[0-9a-f]{32}$') }}
        or digest = md5(one)
        or {{ sha256_of_one }} like digest || '%'
)

select * from decided
