with

attendance as (
    select
        *,
        session_state = 'taken' as is_taken
    from {{ ref('attendance_details') }}
),

summed as (
    select
        student_id,
        session_month,
        module,
        {{ course_key('module', 'session_group') }} as course_key,
        count(*) as attendances,
        count(*) filter (where is_taken) as sessions_attended,
        min(session_date) filter (where is_taken) as first_attended_on,
        max(session_date) filter (where is_taken) as last_attended_on
    from attendance
    group by student_id, session_month, module, session_group
)

select * from summed
