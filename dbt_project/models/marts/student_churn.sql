with

latest as (
    select * from {{ ref('int_latest_subscriptions') }}
),

final as (
    select
        student_id,
        subscription_id,
        cast(subscriptions as integer) as subscriptions,
        cast(subscriptions_gone as integer) as subscriptions_gone,
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
        cast(churn_flag as integer) as is_churned,
        {{ flag_label('churn_flag', 'churned', 'not churned') }} as churned_label,
        churn_reason,
        churned_on
    from latest
)

select * from final
