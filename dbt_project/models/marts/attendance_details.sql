with

attendance as (
    select * from {{ ref('attendance') }}
),

sessions as (
    select * from {{ ref('int_session_groups') }}
),

students as (
    select * from {{ ref('students') }}
),

subscriptions as (
    select * from {{ ref('int_latest_subscriptions') }}
),

final as (
    select
        -- keys
        attendance.student_id,
        attendance.session_id,

        -- when
        sessions.session_date,
        {{ week_of('sessions.session_date') }} as session_week,
        {{ month_of('sessions.session_date') }} as session_month,

        -- what
        sessions.module,
        sessions.duration,
        sessions.group_name as session_group,
        sessions.session_state,

        -- who and where
        students.name as student_name,
        {{ student_label('attendance.student_id', 'students.name') }} as student_label,
        subscriptions.track,
        subscriptions.cohort,
        subscriptions.campus,
        subscriptions.country_code,
        coalesce(subscriptions.country_name, 'Unknown') as country_name
    from attendance
    inner join sessions on attendance.session_id = sessions.session_id
    inner join students on attendance.student_id = students.student_id
    left join subscriptions on attendance.student_id = subscriptions.student_id
)

-- Stored in the order in which reports filter, so that a country's month is read in one stretch.
select * from final
order by country_name, session_month, module
