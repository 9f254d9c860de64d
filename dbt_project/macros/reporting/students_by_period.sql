{% macro students_by_period(period, attendance, is_taken, day) -%}
with

-- Who moves within the period counts where the last session attended in it was.
students as (
    select
        student_id,
        session_{{ period }},
        module,
        max({{ day }}) as last_day
    from {{ ref(attendance) }}
    where {{ is_taken }}
    group by student_id, session_{{ period }}, module
),

placed as (
    select
        students.session_{{ period }},
        students.module,
        {{ student_place('homes') }}
    from students
    left join {{ ref('int_student_homes') }} as homes
        on
            students.student_id = homes.student_id
            and students.last_day between homes.from_day and homes.last_day
),

counted as (
    select
        session_{{ period }},
        module,
        country_name,
        campus,
        track,
        count(*) as students
    from placed
    group by session_{{ period }}, module, country_name, campus, track
)

select * from counted
{%- endmacro %}
