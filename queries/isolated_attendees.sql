-- Which students attended, and never sat in a session with anybody else?
with shared_sessions as (
    select attendance.session_id
    from marts.attendance as attendance
    group by attendance.session_id
    having count(*) > 1
),

attendees as (
    select
        attendance.student_id,
        count(*) as sessions,
        count(shared_sessions.session_id) as shared
    from marts.attendance as attendance
    left join shared_sessions
        on attendance.session_id = shared_sessions.session_id
    group by attendance.student_id
),

answer as (
    select
        students.student_id,
        students.name,
        attendees.sessions
    from attendees
    inner join marts.students as students
        on attendees.student_id = students.student_id
    where attendees.shared = 0
)

select *
from answer
order by student_id collate "C"
