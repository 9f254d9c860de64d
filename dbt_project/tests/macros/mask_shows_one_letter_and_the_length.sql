-- What is this?        How a personal value is shown where people only need to find it.
-- When does it fail?   A macro shows more, or something else, than written here.
-- What to do?          Decide which of the two is right, and mend the macro or this list.

with

inputs as (
    select * from (
        values
        ('Ada Byron', 'A… (9 characters)'),
        ('ada@example.org', 'a… (15 characters)'),
        ('نور', 'ن… (3 characters)'),
        (null, null)
    ) as cases (input, expected)
),

decided as (
    select
        *,
        {{ mask('input') }} as actual
    from inputs
)

select * from decided
where actual is distinct from expected
