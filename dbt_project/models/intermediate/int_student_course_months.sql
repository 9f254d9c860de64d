with

attendance as (
    select
        attended.*,
        attended.is_taken and attended.session_date >= recent.recent_from as is_recent
    from {{ ref('int_attended_sessions') }} as attended
    left join {{ ref('int_marked_students') }} as recent on attended.student_id = recent.student_id
),

summed as (
    select
        student_id,
        session_month,
        module,
        session_group,
        course_key,
        count(*) as attendances,
        count(*) filter (where is_taken) as sessions_attended,
        count(*) filter (where is_recent) as recent_sessions_attended,
        count(*) filter (where expected_by = 'marks') as sessions_by_marks,
        count(*) filter (where expected_by = 'marks' and is_recent) as recent_sessions_by_marks,
        min(session_date) filter (where is_taken) as first_attended_on,
        max(session_date) filter (where is_taken) as last_attended_on
    from attendance
    group by student_id, session_month, module, session_group, course_key
)

select * from summed
