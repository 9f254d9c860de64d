-- Which students are there, each with the latest subscription, in any order? (E-mail
-- addresses only when the transaction's setting asks for them.)
select
    students.student_id,
    students.name,
    student_churn.country_name as country,
    student_churn.subscription_status,
    student_churn.churn_flag,
    case
        when current_setting('graph_sync.student_email', true) = 'on' then students.email
    end as email
from marts.students as students
left join marts.student_churn as student_churn
    on students.student_id = student_churn.student_id
