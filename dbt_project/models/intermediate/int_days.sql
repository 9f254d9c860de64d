{%- set newest = 'greatest(' ~ as_of_date() ~ ', ' ~ attendance_as_of_date() ~ ')' -%}
with

days as (
    select cast(day as date) as day
    from {{ period_spine('day', attendance_trend_start(), newest) }} as days (day)
)

select * from days
