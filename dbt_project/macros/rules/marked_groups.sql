{% macro marked_groups(last_day=none) -%}
with

sessions as (
    select * from {{ ref('int_session_groups') }}
    where session_state = 'taken' {%- if last_day %} and session_date <= {{ last_day }} {%- endif %}
),

newest as (
    select max(session_date) as marked_until
    from sessions
),

groups as (
    select
        group_name,
        min(campus) as campus,
        max(session_date) as last_marked_on
    from sessions
    group by group_name
),

-- Those who belong to the group on its last day, and when the newest mark of the log was made.
students as (
    select
        groups.group_name,
        count(*) filter (where groups.last_marked_on between homes.from_day and homes.until_day)
            as students_on_last_day,
        count(*) filter (where newest.marked_until between homes.from_day and homes.until_day)
            as students
    from {{ ref('int_student_groups') }} as homes
    inner join groups on homes.group_name = groups.group_name
    cross join newest
    where homes.is_home and homes.runs
    group by groups.group_name
),

-- Before the join, in which Spark takes no such expression.
keyed as (
    select
        *,
        {{ status_key('campus') }} as campus_key
    from groups
),

-- What the school set for a campus goes before the variable.
limits as (
    select
        status_key as campus_key,
        cast(value as integer) as silent_days
    from {{ ref('stg_school_settings') }}
    where source_name = 'attendance' and setting = 'group_silence'
),

-- A group whose course is over is no silent one: most subscriptions have ended with it.
final as (
    select
        groups.group_name,
        groups.campus,
        groups.last_marked_on,
        newest.marked_until,
        {{ days_between('groups.last_marked_on', 'newest.marked_until') }} as days_silent,
        coalesce(students.students, 0) as students,
        coalesce(students.students > 0, false)
        and students.students * 2 >= students.students_on_last_day
        and {{ days_between('groups.last_marked_on', 'newest.marked_until') }} > coalesce(
            limits.silent_days, {{ var('group_silent_days') }}
        ) as is_silent
    from keyed as groups
    cross join newest
    left join students on groups.group_name = students.group_name
    left join limits on groups.campus_key = limits.campus_key
)

select * from final
{%- endmacro %}
