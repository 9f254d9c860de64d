-- What do the students do who sat in a session with another student who churned? (Students who
-- attended, by the status of their subscription; empty without one.)
with attendees as (
    select
        student_engagement.student_id,
        student_engagement.attendances,
        student_churn.subscription_status,
        coalesce(student_churn.churn_flag, false)::integer as churned
    from marts.student_engagement as student_engagement
    left join marts.student_churn as student_churn
        on student_engagement.student_id = student_churn.student_id
    where student_engagement.attendances > 0
),

-- Few sessions have no churned student, or one, who does not sit beside himself.
without_others as (
    select
        attendance.student_id,
        session_engagement.students_churned as churned,
        count(*) as sessions
    from marts.session_engagement as session_engagement
    inner join marts.attendance as attendance
        on session_engagement.session_id = attendance.session_id
    where session_engagement.students_churned <= 1
    group by
        attendance.student_id,
        session_engagement.students_churned
),

students_by_company as (
    select
        attendees.student_id,
        attendees.subscription_status,
        without_others.student_id is null as is_beside_churned
    from attendees
    left join without_others
        on
            attendees.student_id = without_others.student_id
            and attendees.churned = without_others.churned
            and attendees.attendances = without_others.sessions
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
