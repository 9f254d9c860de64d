-- How many students attended each session?
with answer as (
    select
        sessions.session_id,
        sessions.date,
        sessions.module,
        count(attendance.student_id) as students
    from marts.sessions as sessions
    left join marts.attendance as attendance
        on sessions.session_id = attendance.session_id
    group by
        sessions.session_id,
        sessions.date,
        sessions.module
)

select *
from answer
order by session_id collate "C"
