-- Which sessions have the highest engagement, that is, the most students?
with parameters as (
    select 10::integer as how_many -- parameter
),

answer as (
    select
        sessions.session_id,
        sessions.date,
        sessions.module,
        session_engagement.students_attended as students
    from marts.sessions as sessions
    inner join marts.session_engagement as session_engagement
        on sessions.session_id = session_engagement.session_id
    where session_engagement.students_attended > 0
)

select *
from answer
order by
    students desc,
    session_id collate "C"
limit (select parameters.how_many from parameters)
