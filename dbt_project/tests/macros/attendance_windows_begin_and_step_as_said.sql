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
    where
        {{ days_between('recent_start', 'as_of_date') }} + 1
        != {{ var('attendance_recent_days') }}

    union all

    select 'trend years' as what
    from days
    where
        cast(trend_start + interval '{{ var('attendance_trend_years') }} years' as date)
        not between as_of_date - 1 and as_of_date
),

found as (
    select
        'week' as period,
        {{ period_spine(
            'week', "cast('2026-06-22' as date)", "cast('2026-07-12' as date)"
        ) }} as day
    union all
    select
        'month' as period,
        {{ period_spine(
            'month', "cast('2025-12-01' as date)", "cast('2026-02-01' as date)"
        ) }} as day
    union all
    select
        'an earlier end' as period,
        {{ period_spine(
            'month', "cast('2026-02-01' as date)", "cast('2026-01-31' as date)"
        ) }} as day
),

expected as (
    select
        period,
        cast(day as date) as day
    from (
        values
        ('week', '2026-06-22'), ('week', '2026-06-29'), ('week', '2026-07-06'),
        ('month', '2025-12-01'), ('month', '2026-01-01'), ('month', '2026-02-01')
    ) as days (period, day)
),

spines as (
    select coalesce(found.period, expected.period) as what
    from found
    full join expected on found.period = expected.period and found.day = expected.day
    where found.day is null or expected.day is null
)

select * from windows
union all
select * from spines
