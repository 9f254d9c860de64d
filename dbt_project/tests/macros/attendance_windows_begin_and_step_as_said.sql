-- What is this?        Where recent and shown attendance begins, and the weeks and months between.
-- When does it fail?   A macro begins, ends or steps otherwise than written here.
-- What to do?          Decide which of the two is right, and mend the macro or this list.

with

days as (
    select
        {{ attendance_as_of_date() }} as as_of_date,
        {{ attendance_recent_start(attendance_as_of_date()) }} as recent_start,
        {{ attendance_trend_start() }} as trend_start
),

-- As many days as the variable says, the last one included; as many years back to the same day.
windows as (
    select 'recent days' as what
    from days
    where as_of_date - recent_start + 1 != {{ var('attendance_recent_days') }}

    union all

    select 'trend years' as what
    from days
    where
        extract(year from age(as_of_date, trend_start)) != {{ var('attendance_trend_years') }}
        or as_of_date - trend_start < 365 * {{ var('attendance_trend_years') }}
),

weeks as (
    select array_agg(cast(week as date) order by week) as found
    from {{ period_spine(
        'week', "cast('2026-06-22' as date)", "cast('2026-07-12' as date)"
    ) }} as weeks (week)
),

months as (
    select array_agg(cast(month as date) order by month) as found
    from {{ period_spine(
        'month', "cast('2025-12-01' as date)", "cast('2026-02-01' as date)"
    ) }} as months (month)
),

spines as (
    select 'weeks' as what
    from weeks
    where found != cast(array['2026-06-22', '2026-06-29', '2026-07-06'] as date[])

    union all

    select 'months' as what
    from months
    where found != cast(array['2025-12-01', '2026-01-01', '2026-02-01'] as date[])
)

select * from windows
union all
select * from spines
