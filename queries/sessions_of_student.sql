-- Which sessions did a student attend, given by name?
with parameters as (
    select 'Alice'::text as student_name -- parameter
),

answer as (
    select
        students.student_id,
        sessions.session_id,
        sessions.date,
        sessions.module,
        sessions.duration
    from parameters
    inner join marts.students as students
        on parameters.student_name = students.name
    inner join marts.attendance as attendance
        on students.student_id = attendance.student_id
    inner join marts.sessions as sessions
        on attendance.session_id = sessions.session_id
)

select *
from answer
order by
    date,
    session_id collate "C",
    student_id collate "C"
