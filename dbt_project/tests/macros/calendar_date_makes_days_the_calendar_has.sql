-- What is this?        Which days the calendar has.
-- When does it fail?   A macro makes a day of one of these, or none, otherwise than written here.
-- What to do?          Decide which of the two is right, and mend the macro or this list.

with

inputs as (
    select * from (
        values
        (2024, 2, 29, '2024-02-29'),
        (2023, 2, 29, null),
        (2000, 2, 29, '2000-02-29'),
        (1900, 2, 29, null),
        (2026, 4, 31, null),
        (2026, 12, 31, '2026-12-31'),
        (2026, 13, 1, null),
        (2026, 1, 0, null),
        (0, 0, 0, null),
        (9999, 12, 31, '9999-12-31')
    ) as cases (the_year, the_month, the_day, expected)
),

decided as (
    select
        *,
        {{ calendar_date('the_year', 'the_month', 'the_day') }} as actual
    from inputs
)

select * from decided
where actual is distinct from cast(expected as date)
