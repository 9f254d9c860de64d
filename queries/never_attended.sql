-- Which students never attended a session?
with answer as (
    select
        students.student_id,
        students.name
    from marts.students as students
    left join marts.attendance as attendance
        on students.student_id = attendance.student_id
    where attendance.student_id is null
)

select *
from answer
order by student_id collate "C"
