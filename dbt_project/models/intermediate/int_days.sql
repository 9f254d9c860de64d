{%- set newest = 'greatest(' ~ as_of_date() ~ ', ' ~ attendance_as_of_date() ~ ')' -%}
with

days as (
    select {{ period_spine('day', attendance_trend_start(), newest) }} as day
)

select * from days
