-- Which students attended the most sessions?
with parameters as (
    select 3::integer as how_many -- parameter
),

answer as (
    select
        students.student_id,
        students.name,
        student_engagement.attendances as sessions
    from marts.students as students
    inner join marts.student_engagement as student_engagement
        on students.student_id = student_engagement.student_id
    where student_engagement.attendances > 0
)

select *
from answer
order by
    sessions desc,
    student_id collate "C"
limit (select parameters.how_many from parameters)
