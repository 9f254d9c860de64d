-- Which students attended the most sessions?
with parameters as (
    select 3::integer as how_many -- parameter
),

answer as (
    select
        students.student_id,
        students.name,
        count(*) as sessions
    from marts.students as students
    inner join marts.attendance as attendance
        on students.student_id = attendance.student_id
    group by
        students.student_id,
        students.name
)

select *
from answer
order by
    sessions desc,
    student_id collate "C"
limit (select parameters.how_many from parameters)
