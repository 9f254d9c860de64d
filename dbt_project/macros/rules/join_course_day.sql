{% macro join_course_day(alias, course_key, day) -%}
    left join lateral (
        select
            course_days.taken_so_far,
            course_days.held_so_far,
            course_days.scheduled_so_far
        from {{ ref('int_course_days') }} as course_days
        where
            course_days.course_key = {{ course_key }}
            and course_days.session_date <= coalesce({{ day }}, cast('infinity' as date))
        order by course_days.session_date desc
        limit 1
    ) as {{ alias }} on true
{%- endmacro %}
