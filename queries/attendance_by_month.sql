-- How often were sessions attended in each month, by how many students?
with answer as (
    select
        month_engagement.month,
        month_engagement.sessions_scheduled as sessions,
        month_engagement.attendances_recorded as attendances,
        month_engagement.students_recorded as students
    from marts.month_engagement as month_engagement

    union all

    -- Sessions without a date, if there are any.
    select
        null as month,
        count(distinct sessions.session_id) as sessions,
        count(attendance.student_id) as attendances,
        count(distinct attendance.student_id) as students
    from marts.sessions as sessions
    left join marts.attendance as attendance
        on sessions.session_id = attendance.session_id
    where sessions.date is null
    having count(*) > 0
)

select *
from answer
order by month
