with

student_ids as (
    {{ joined_keys(
        'subscriptions', 'studentid', 'stg_students', 'student_id', ref('stg_subscription_exports')
    ) }}
)

select * from student_ids
