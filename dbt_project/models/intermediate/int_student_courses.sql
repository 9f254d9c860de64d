with

months as (
    select * from {{ ref('int_student_course_months') }}
    where sessions_attended > 0
),

students as (
    select
        student_id,
        last_attended_on
    from {{ ref('int_student_attendance') }}
),

subscriptions as (
    select * from {{ ref('int_latest_subscriptions') }}
),

attended_courses as (
    select
        student_id,
        module,
        course_key,
        min(first_attended_on) as expected_from,
        cast(sum(sessions_attended) as bigint) as sessions_attended,
        cast(sum(recent_sessions_attended) as bigint) as recent_sessions_attended
    from months
    group by student_id, module, course_key
),

-- A session nobody was marked in shows no group: it counts for every student of its module.
unmarked_courses as (
    select distinct
        module,
        course_key
    from {{ ref('int_session_groups') }}
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
        0 as sessions_attended,
        0 as recent_sessions_attended
    from attended_courses
    inner join unmarked_courses on attended_courses.module = unmarked_courses.module
    group by
        attended_courses.student_id,
        attended_courses.module,
        unmarked_courses.course_key
),

bounded as (
    select
        with_unmarked.student_id,
        with_unmarked.module,
        with_unmarked.course_key,
        coalesce(subscriptions.country_name, 'Unknown') as country_name,
        with_unmarked.expected_from,
        case
            when subscriptions.last_end_date is not null
                then greatest(subscriptions.last_end_date, students.last_attended_on)
        end as expected_until,
        students.last_attended_on as last_attended_anywhere_on,
        with_unmarked.sessions_attended,
        with_unmarked.recent_sessions_attended
    from with_unmarked
    inner join students on with_unmarked.student_id = students.student_id
    left join subscriptions on with_unmarked.student_id = subscriptions.student_id
)

select * from bounded
