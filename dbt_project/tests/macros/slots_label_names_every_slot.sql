-- What is this?        Schedule codes in words.
-- When does it fail?   A macro words one of these otherwise than written here.
-- What to do?          Decide which of the two is right, and mend the macro or this list.

with

inputs as (
    select * from (
        values
        ('w1', 'W, slot 1'),
        ('w23', 'W, slot 2 + 3'),
        ('m123', 'M, slot 1 + 2 + 3')
    ) as cases (input, expected)
),

decided as (
    select
        *,
        {{ slots_label('input') }} as actual
    from inputs
)

select * from decided
where actual is distinct from expected
