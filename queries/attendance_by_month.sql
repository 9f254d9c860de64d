-- How often were sessions attended in each month, by how many students?
select
    date_trunc('month', sessions.date)::date as month,
    count(distinct sessions.session_id) as sessions,
    count(attendance.student_id) as attendances,
    count(distinct attendance.student_id) as students
from marts.sessions as sessions
left join marts.attendance as attendance
    on sessions.session_id = attendance.session_id
group by month
order by month
