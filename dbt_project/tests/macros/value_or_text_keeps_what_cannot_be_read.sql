-- What is this?        A value, or what was written where it cannot be read; how full a row is.
-- When does it fail?   A macro gives something else than written here.
-- What to do?          Decide which of the two is right, and mend the macro or this list.

with

inputs as (
    select * from (
        values
        ('2026-05-01', '5/1/2026', '2026-05-01', 0),
        (null, 'TBD', 'TBD', 1),
        (null, null, null, 2)
    ) as cases (read_as, written, expected, expected_nulls)
),

decided as (
    select
        *,
        {{ value_or_text('cast(read_as as date)', 'written') }} as actual,
        {{ count_nulls(['read_as', 'written']) }} as actual_nulls
    from inputs
)

select * from decided
where
    actual is distinct from expected
    or actual_nulls != expected_nulls
