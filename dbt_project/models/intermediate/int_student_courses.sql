with

attendance as (
    select * from {{ ref('attendance') }}
),

sessions as (
    select * from {{ ref('int_session_groups') }}
),

subscriptions as (
    select * from {{ ref('int_latest_subscriptions') }}
),

attended_courses as (
    select
        attendance.student_id,
        sessions.module,
        sessions.course_key,
        min(sessions.session_date) as expected_from,
        max(sessions.session_date) as last_attended_on,
        count(*) as sessions_attended,
        count(*) filter (
            where sessions.session_date >= {{ attendance_recent_start() }}
        ) as recent_sessions_attended
    from attendance
    inner join sessions on attendance.session_id = sessions.session_id
    where sessions.session_state = 'taken'
    group by attendance.student_id, sessions.module, sessions.course_key
),

-- A session nobody was marked in shows no group: it counts for every student of its module.
unmarked_courses as (
    select distinct
        module,
        course_key
    from sessions
    where group_name = 'unmarked'
),

with_unmarked as (
    select * from attended_courses

    union all

    select
        attended_courses.student_id,
        attended_courses.module,
        unmarked_courses.course_key,
        min(attended_courses.expected_from) as expected_from,
        max(attended_courses.last_attended_on) as last_attended_on,
        0 as sessions_attended,
        0 as recent_sessions_attended
    from attended_courses
    inner join unmarked_courses on attended_courses.module = unmarked_courses.module
    group by
        attended_courses.student_id,
        attended_courses.module,
        unmarked_courses.course_key
),

with_last_day as (
    select
        *,
        max(last_attended_on) over (partition by student_id) as last_attended_anywhere_on
    from with_unmarked
),

bounded as (
    select
        with_last_day.student_id,
        with_last_day.module,
        with_last_day.course_key,
        coalesce(subscriptions.country_name, 'Unknown') as country_name,
        with_last_day.expected_from,
        case
            when subscriptions.last_end_date is not null
                then greatest(subscriptions.last_end_date, with_last_day.last_attended_anywhere_on)
        end as expected_until,
        with_last_day.last_attended_anywhere_on,
        with_last_day.sessions_attended,
        with_last_day.recent_sessions_attended
    from with_last_day
    left join subscriptions on with_last_day.student_id = subscriptions.student_id
)

select * from bounded
