-- How many students attended each session?
with answer as (
    select
        sessions.session_id,
        sessions.date,
        sessions.module,
        session_engagement.students_attended as students
    from marts.sessions as sessions
    inner join marts.session_engagement as session_engagement
        on sessions.session_id = session_engagement.session_id
)

select *
from answer
order by session_id collate "C"
