-- Which students attended, and never sat in a session with anybody else?
with alone as (
    select
        attendance.student_id,
        count(*) as sessions
    from marts.session_engagement as session_engagement
    inner join marts.attendance as attendance
        on session_engagement.session_id = attendance.session_id
    where session_engagement.students_attended = 1
    group by attendance.student_id
),

answer as (
    select
        students.student_id,
        students.name,
        alone.sessions
    from alone
    inner join marts.student_engagement as student_engagement
        on
            alone.student_id = student_engagement.student_id
            and alone.sessions = student_engagement.attendances
    inner join marts.students as students
        on alone.student_id = students.student_id
)

select *
from answer
order by student_id collate "C"
