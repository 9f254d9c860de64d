-- Which students never attended a session?
with answer as (
    select
        students.student_id,
        students.name
    from marts.students as students
    inner join marts.student_engagement as student_engagement
        on students.student_id = student_engagement.student_id
    where student_engagement.attendances = 0
)

select *
from answer
order by student_id collate "C"
