with

candidates as (
    select student_id from {{ ref('student_engagement') }}
    where is_at_risk = 1
),

attended as (
    select
        attended.student_id,
        attended.session_date as day,
        groups.last_marked_on as course_marked_on,
        1 as attended,
        case when attended.expected_by = 'marks' then 1 else 0 end as taken
    from {{ ref('int_attended_sessions') }} as attended
    inner join candidates on attended.student_id = candidates.student_id
    left join {{ ref('int_week_ago_groups') }} as groups
        on attended.session_group = groups.group_name
    where attended.is_taken
),

expected as (
    select
        courses.student_id,
        sessions.session_date as day,
        cast(null as date) as course_marked_on,
        0 as attended,
        1 as taken
    from {{ ref('int_student_courses') }} as courses
    inner join candidates on courses.student_id = candidates.student_id
    inner join {{ ref('int_session_groups') }} as sessions
        on
            courses.course_key = sessions.course_key
            and courses.expected_from <= sessions.session_date
            and (courses.expected_until is null or courses.expected_until >= sessions.session_date)
    where sessions.session_state = 'taken' and sessions.expected_by = 'inferred'
),

changed as (
    select
        changes.student_id,
        changes.session_date as day,
        cast(null as date) as course_marked_on,
        0 as attended,
        changes.change as taken
    from {{ ref('int_expectation_changes') }} as changes
    inner join candidates on changes.student_id = candidates.student_id
    where changes.session_state = 'taken'
),

added_up as (
    select
        student_id,
        day,
        max(course_marked_on) as course_marked_on,
        sum(attended) as attended,
        sum(taken) as taken
    from (
        select * from attended
        union all
        select * from expected
        union all
        select * from changed
    ) as days
    where day <= {{ week_ago() }}
    group by student_id, day
)

select * from added_up
