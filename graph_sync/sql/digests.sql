-- How many rows does each mart hold, and what is the digest of their synced columns, in any order?
with synced_students as (
    select
        students.student_id,
        students.name,
        student_churn.country_name,
        student_churn.subscription_status,
        student_churn.churn_flag,
        case
            when current_setting('graph_sync.student_email', true) = 'on' then students.email
        end as email
    from marts.students as students
    left join marts.student_churn as student_churn
        on students.student_id = student_churn.student_id
)

select
    'students' as mart,
    count(*) as row_count,
    coalesce(bit_xor(hash_record_extended(synced_students, 0)), 0) as digest
from synced_students
union all
select
    'sessions' as mart,
    count(*) as row_count,
    coalesce(bit_xor(hash_record_extended(row(session_id, date, duration, module), 0)), 0) as digest
from marts.sessions
union all
select
    'attendance' as mart,
    count(*) as row_count,
    coalesce(bit_xor(hashtextextended(student_id, hashtextextended(session_id, 0))), 0) as digest
from marts.attendance
