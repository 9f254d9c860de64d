with

latest as (
    select * from {{ ref('int_latest_subscriptions') }}
),

final as (
    select
        student_id,
        subscription_id,
        cast(subscriptions as integer) as subscriptions,
        intake,
        track,
        campus,
        country_code,
        country_name,
        cohort,
        start_date,
        end_date,
        as_of_date,
        subscription_status,
        churn_flag,
        churn_reason,
        churned_on
    from latest
)

select * from final
