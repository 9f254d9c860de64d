-- How many different students does each module have?
with answer as (
    select
        sessions.module,
        count(distinct attendance.student_id) as students
    from marts.sessions as sessions
    left join marts.attendance as attendance
        on sessions.session_id = attendance.session_id
    group by sessions.module
)

select *
from answer
order by module collate "C"
