{% macro students_by_period(period, attendance, is_taken) -%}
with

students as (
    select distinct
        student_id,
        session_{{ period }},
        module
    from {{ ref(attendance) }}
    where {{ is_taken }}
),

subscriptions as (
    select * from {{ ref('int_latest_subscriptions') }}
),

with_country as (
    select
        students.*,
        coalesce(subscriptions.country_name, 'Unknown') as country_name
    from students
    left join subscriptions on students.student_id = subscriptions.student_id
),

counted as (
    select
        session_{{ period }},
        module,
        country_name,
        count(*) as students
    from with_country
    group by session_{{ period }}, module, country_name
)

select * from counted
{%- endmacro %}
