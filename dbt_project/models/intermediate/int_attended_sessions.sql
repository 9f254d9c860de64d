with

attendance as (
    select * from {{ ref('attendance') }}
),

sessions as (
    select * from {{ ref('int_session_groups') }}
),

joined as (
    select
        attendance.student_id,
        attendance.session_id,
        sessions.session_date,
        {{ week_of('sessions.session_date') }} as session_week,
        {{ month_of('sessions.session_date') }} as session_month,
        sessions.module,
        sessions.duration,
        sessions.group_name as session_group,
        sessions.course_key,
        sessions.session_state,
        sessions.session_state = 'taken' as is_taken,
        sessions.expected_by
    from attendance
    inner join sessions on attendance.session_id = sessions.session_id
)

select * from joined
