-- What is this?        When two rows count as saying the same.
-- When does it fail?   Different rows get one text, or equal ones two.
-- What to do?          Decide which of the two is right, and mend the macro or this list.

with

pairs as (
    select * from (
        values
        ('nothing is not empty', null, 'x', '', 'x', false),
        ('text does not move to the next column', 'ab', 'c', 'a', 'bc', false),
        ('a comma ends no value', 'a,1:b', 'c', 'a', 'b,1:c', false),
        ('equal rows, nulls included', 'a', null, 'a', null, true)
    ) as cases (what, left_one, left_two, right_one, right_two, expected)
),

decided as (
    select
        *,
        {{ fingerprint(['left_one', 'left_two']) }}
        = {{ fingerprint(['right_one', 'right_two']) }} as actual
    from pairs
)

select * from decided
where actual is distinct from expected
