with

attendance as (
    select
        *,
        is_taken and session_date >= {{ attendance_recent_start() }} as is_recent
    from {{ ref('int_attended_sessions') }}
),

summed as (
    select
        student_id,
        session_month,
        module,
        course_key,
        count(*) as attendances,
        count(*) filter (where is_taken) as sessions_attended,
        count(*) filter (where is_recent) as recent_sessions_attended,
        min(session_date) filter (where is_taken) as first_attended_on,
        max(session_date) filter (where is_taken) as last_attended_on
    from attendance
    group by student_id, session_month, module, course_key
)

select * from summed
