-- Which students bridge two modules, that is, attended sessions of both?
with parameters as (
    select
        'JavaScript'::text as one_module, -- parameter
        'Node.js'::text as other_module, -- parameter
        5::integer as how_many -- parameter
),

attended as (
    select
        attendance.student_id,
        count(*) filter (where sessions.module = parameters.one_module) as one_sessions,
        count(*) filter (where sessions.module = parameters.other_module) as other_sessions
    from parameters
    inner join marts.sessions as sessions
        on sessions.module in (parameters.one_module, parameters.other_module)
    inner join marts.attendance as attendance
        on sessions.session_id = attendance.session_id
    group by attendance.student_id
),

answer as (
    select
        students.student_id,
        students.name,
        attended.one_sessions,
        attended.other_sessions
    from attended
    inner join marts.students as students
        on attended.student_id = students.student_id
    where
        attended.one_sessions > 0
        and attended.other_sessions > 0
)

select *
from answer
order by
    one_sessions + other_sessions desc,
    student_id collate "C"
limit (select parameters.how_many from parameters)
