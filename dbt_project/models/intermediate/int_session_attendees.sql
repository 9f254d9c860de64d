with

attendance as (
    select * from {{ ref('attendance') }}
),

subscriptions as (
    select * from {{ ref('int_latest_subscriptions') }}
),

attendees as (
    select
        attendance.session_id,
        subscriptions.group_name,
        subscriptions.campus,
        subscriptions.country_code,
        subscriptions.country_name,
        count(*) as students,
        count(*) filter (where subscriptions.churn_flag) as students_churned
    from attendance
    left join subscriptions on attendance.student_id = subscriptions.student_id
    group by
        attendance.session_id,
        subscriptions.group_name,
        subscriptions.campus,
        subscriptions.country_code,
        subscriptions.country_name
)

select * from attendees
