with

candidates as (
    select
        student_id,
        max(looked_from) as last_day
    from {{ ref('int_past_students') }}
    group by student_id
),

attended as (
    select
        attended.student_id,
        attended.session_date as day,
        1 as attended,
        case when attended.expected_by = 'marks' then 1 else 0 end as taken
    from {{ ref('int_attended_sessions') }} as attended
    where attended.is_taken
),

expected as (
    select
        courses.student_id,
        sessions.session_date as day,
        0 as attended,
        1 as taken
    from {{ ref('int_student_courses') }} as courses
    inner join {{ ref('int_session_groups') }} as sessions
        on
            courses.course_key = sessions.course_key
            and courses.expected_from <= sessions.session_date
            and (courses.expected_until is null or courses.expected_until >= sessions.session_date)
    where sessions.session_state = 'taken' and sessions.expected_by = 'inferred'
),

changed as (
    select
        student_id,
        session_date as day,
        0 as attended,
        change as taken
    from {{ ref('int_expectation_changes') }}
    where session_state = 'taken'
),

added_up as (
    select
        days.student_id,
        days.day,
        cast(sum(days.attended) as integer) as attended,
        cast(sum(days.taken) as integer) as taken
    from (
        select * from attended
        union all
        select * from expected
        union all
        select * from changed
    ) as days
    inner join candidates
        on days.student_id = candidates.student_id and days.day <= candidates.last_day
    group by days.student_id, days.day
)

select * from added_up
