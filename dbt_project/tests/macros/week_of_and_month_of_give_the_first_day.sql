-- What is this?        The week and the month that reports sort a day into.
-- When does it fail?   A macro sorts one of these days otherwise than written here.
-- What to do?          Decide which of the two is right, and mend the macro or this list.

with

inputs as (
    select * from (
        values
        ('2026-06-29', '2026-06-29', '2026-06-01'),
        ('2026-07-05', '2026-06-29', '2026-07-01'),
        ('2026-01-01', '2025-12-29', '2026-01-01'),
        ('2024-02-29', '2024-02-26', '2024-02-01'),
        (null, null, null)
    ) as cases (day, expected_week, expected_month)
),

decided as (
    select
        *,
        {{ week_of('cast(day as date)') }} as actual_week,
        {{ month_of('cast(day as date)') }} as actual_month
    from inputs
)

select * from decided
where
    actual_week is distinct from cast(expected_week as date)
    or actual_month is distinct from cast(expected_month as date)
