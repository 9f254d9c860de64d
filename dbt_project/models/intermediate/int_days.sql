with

days as (
    select cast(day as date) as day
    from {{ period_spine('day', attendance_trend_start(), as_of_date()) }} as days (day)
)

select * from days
