-- How often was each module attended, by how many students, in how many sessions?
with answer as (
    select
        sessions.module,
        count(distinct sessions.session_id) as sessions,
        count(attendance.student_id) as attendances,
        count(distinct attendance.student_id) as students
    from marts.sessions as sessions
    left join marts.attendance as attendance
        on sessions.session_id = attendance.session_id
    group by sessions.module
)

select *
from answer
order by module collate "C"
