{% macro marked_groups(days) -%}
sessions as (
    select
        days.looked_from,
        sessions.group_name,
        sessions.campus,
        sessions.session_date
    from {{ ref('int_session_groups') }} as sessions
    inner join {{ days }} as days on sessions.session_date <= days.looked_from
    where sessions.session_state = 'taken'
),

newest as (
    select
        looked_from,
        max(session_date) as marked_until
    from sessions
    group by looked_from
),

groups as (
    select
        looked_from,
        group_name,
        min(campus) as campus,
        max(session_date) as last_marked_on
    from sessions
    group by looked_from, group_name
),

-- Those who belong to the group on its last day, and when the newest mark of the log was made.
students as (
    select
        groups.looked_from,
        groups.group_name,
        count(*) filter (where groups.last_marked_on between homes.from_day and homes.until_day)
            as students_on_last_day,
        count(*) filter (where newest.marked_until between homes.from_day and homes.until_day)
            as students
    from {{ ref('int_student_groups') }} as homes
    inner join groups on homes.group_name = groups.group_name
    inner join newest on groups.looked_from = newest.looked_from
    where homes.is_home and homes.runs
    group by groups.looked_from, groups.group_name
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
marked_groups as (
    select
        groups.looked_from,
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
    inner join newest on groups.looked_from = newest.looked_from
    left join students
        on groups.group_name = students.group_name and groups.looked_from = students.looked_from
    left join limits on groups.campus_key = limits.campus_key
)
{%- endmacro %}
