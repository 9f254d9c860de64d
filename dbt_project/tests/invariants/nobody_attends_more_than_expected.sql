-- What is this?        No share of attendance is above 1: who came was expected.
-- When does it fail?   Somebody attended a session that is not among those expected of him or her.
-- What to do?          Look at int_student_courses: it must begin no later than the attendance.

with

shares as (
    select
        'student ' || student_id as of_what,
        sessions_attended as attended,
        sessions_taken as expected
    from {{ ref('student_engagement') }}

    union all

    select
        'recent days of student ' || student_id as of_what,
        recent_sessions_attended as attended,
        recent_sessions_taken as expected
    from {{ ref('student_engagement') }}

    union all

    select
        'earlier days of student ' || student_id as of_what,
        earlier_sessions_attended as attended,
        earlier_sessions_taken as expected
    from {{ ref('student_engagement') }}

    union all

    select
        'session ' || session_id as of_what,
        students_attended as attended,
        students_expected as expected
    from {{ ref('session_engagement') }}
    where is_taken = 1

    union all

    select
        'in month ' || month as of_what,
        attendances as attended,
        attendances_expected as expected
    from {{ ref('attendance_by_month') }}
)

select * from shares
where attended > expected or expected is null
