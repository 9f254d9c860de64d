-- What do the students do who sat in a session with another student who churned? (Students who
-- attended, by the status of their subscription; empty without one.)
with attendees as (
    select
        attendance.session_id,
        attendance.student_id,
        student_churn.subscription_status,
        coalesce(student_churn.churn_flag, false)::integer as churned
    from marts.attendance as attendance
    left join marts.student_churn as student_churn
        on attendance.student_id = student_churn.student_id
),

sessions_with_churned as (
    select
        attendees.session_id,
        sum(attendees.churned) as churned
    from attendees
    group by attendees.session_id
),

students_by_company as (
    select
        attendees.student_id,
        attendees.subscription_status,
        bool_or(sessions_with_churned.churned > attendees.churned) as is_beside_churned
    from attendees
    inner join sessions_with_churned
        on attendees.session_id = sessions_with_churned.session_id
    group by
        attendees.student_id,
        attendees.subscription_status
),

answer as (
    select
        students_by_company.subscription_status,
        count(*) as students,
        count(*) filter (where students_by_company.is_beside_churned) as beside_churned
    from students_by_company
    group by students_by_company.subscription_status
)

select *
from answer
order by subscription_status collate "C"
