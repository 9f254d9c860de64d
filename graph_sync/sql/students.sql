-- Which students are there, with the subscription that stands for each, ordered by the bytes of
-- their key? (E-mail addresses only when the transaction's setting asks for them.)
with synced_students as (
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
)

select *
from synced_students
order by student_id collate "C"
