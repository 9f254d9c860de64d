with

attendance as (
    select * from {{ ref('attendance') }}
),

sessions as (
    select * from {{ ref('int_session_groups') }}
),

attended as (
    select
        attendance.student_id,
        sessions.session_date,
        sessions.duration,
        sessions.session_state = 'taken' as is_taken,
        case
            when sessions.session_state = 'taken'
                then sessions.session_date - lag(sessions.session_date) over (
                    partition by attendance.student_id, sessions.session_state
                    order by sessions.session_date
                )
        end as days_since_previous
    from attendance
    inner join sessions on attendance.session_id = sessions.session_id
),

summed as (
    select
        student_id,
        count(*) as attendances,
        count(*) filter (where is_taken) as sessions_attended,
        coalesce(sum(duration) filter (where is_taken), 0) as minutes_attended,
        min(session_date) filter (where is_taken) as first_attended_on,
        max(session_date) filter (where is_taken) as last_attended_on,
        max(days_since_previous) as longest_gap_days
    from attended
    group by student_id
)

select * from summed
