with

students as (
    select
        students.student_id,
        cast('9999-12-31' as date) as looked_from,
        students.is_group_silent,
        students.marked_until,
        students.last_marked_on,
        totals.courses_marked_on,
        attendance.last_attended_on
    from {{ ref('int_marked_students') }} as students
    left join {{ ref('int_student_totals') }} as totals on students.student_id = totals.student_id
    left join {{ ref('int_student_attendance') }} as attendance
        on students.student_id = attendance.student_id
),

{{ measured_students('students', 'subscriptions.as_of_date') }}

select
    student_id,
    measured_until,
    days_absent,
    is_group_silent,
    is_enrolled,
    started_on,
    has_diploma,
    is_paused,
    has_just_begun,
    group_sessions_taken
from measured_students
