-- Who sat in the most sessions with a student, given by key?
with parameters as (
    select
        '0000001'::text as student_key, -- parameter
        5::integer as how_many -- parameter
),

companions as (
    select
        together.student_id,
        count(*) as sessions
    from parameters
    inner join marts.attendance as attendance
        on parameters.student_key = attendance.student_id
    inner join marts.attendance as together
        on
            attendance.session_id = together.session_id
            and attendance.student_id <> together.student_id
    group by together.student_id
),

answer as (
    select
        students.student_id,
        students.name,
        companions.sessions
    from companions
    inner join marts.students as students
        on companions.student_id = students.student_id
)

select *
from answer
order by
    sessions desc,
    student_id collate "C"
limit (select parameters.how_many from parameters)
