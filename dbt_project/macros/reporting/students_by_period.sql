{% macro students_by_period(period) -%}
with

attendance as (
    select * from {{ ref('attendance_details') }}
    where session_state = 'taken'
),

students as (
    select distinct
        student_id,
        session_{{ period }},
        module,
        country_name
    from attendance
),

counted as (
    select
        session_{{ period }},
        module,
        country_name,
        count(*) as students
    from students
    group by session_{{ period }}, module, country_name
)

select * from counted
{%- endmacro %}
