with

months as (
    select * from {{ ref('int_student_course_months') }}
    where sessions_attended > 0
),

subscriptions as (
    select * from {{ ref('int_latest_subscriptions') }}
),

attended_recently as (
    select
        student_id,
        {{ course_key('module', 'session_group') }} as course_key,
        count(*) as sessions_attended
    from {{ ref('attendance_details') }}
    where
        session_state = 'taken'
        and session_month >= {{ month_of(attendance_recent_start()) }}
        and session_date >= {{ attendance_recent_start() }}
    group by student_id, module, session_group
),

attended_courses as (
    select
        months.student_id,
        months.module,
        months.course_key,
        min(months.first_attended_on) as expected_from,
        max(months.last_attended_on) as last_attended_on,
        cast(sum(months.sessions_attended) as bigint) as sessions_attended,
        coalesce(max(attended_recently.sessions_attended), 0) as recent_sessions_attended
    from months
    left join attended_recently
        on
            months.student_id = attended_recently.student_id
            and months.course_key = attended_recently.course_key
    group by months.student_id, months.module, months.course_key
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
