-- Which sessions have the highest engagement, that is, the most students?
with parameters as (
    select 10::integer as how_many -- parameter
),

answer as (
    select
        sessions.session_id,
        sessions.date,
        sessions.module,
        count(*) as students
    from marts.sessions as sessions
    inner join marts.attendance as attendance
        on sessions.session_id = attendance.session_id
    group by
        sessions.session_id,
        sessions.date,
        sessions.module
)

select *
from answer
order by
    students desc,
    session_id collate "C"
limit (select parameters.how_many from parameters)
