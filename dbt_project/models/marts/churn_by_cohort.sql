with

subscriptions as (
    select
        coalesce(intake, 'Unknown') as intake,
        country_code,
        coalesce(country_name, 'Unknown') as country_name,
        coalesce(campus, 'Unknown') as campus,
        coalesce(track, 'Unknown') as track,
        as_of_date,
        subscription_status,
        churn_flag
    from {{ ref('subscriptions') }}
),

counted as (
    select
        intake,
        country_code,
        country_name,
        campus,
        track,
        as_of_date,
        count(*) as subscriptions,
        count(churn_flag) as subscriptions_judged,
        count(*) filter (where churn_flag) as subscriptions_churned,
        count(*) filter (where subscription_status = 'completed') as subscriptions_completed,
        count(*) filter (where subscription_status = 'active') as subscriptions_active,
        count(*) filter (where subscription_status = 'renewed') as subscriptions_renewed,
        count(*) filter (where subscription_status = 'booked') as subscriptions_booked,
        count(*) filter (where subscription_status = 'in_grace') as subscriptions_in_grace,
        count(*) filter (where subscription_status = 'upcoming') as subscriptions_upcoming,
        count(*) filter (where subscription_status = 'unknown') as subscriptions_unknown,
        count(*) filter (where subscription_status = 'invalid') as subscriptions_invalid
    from subscriptions
    group by intake, country_code, country_name, campus, track, as_of_date
),

final as (
    select
        -- which subscriptions
        intake,
        country_code,
        country_name,
        campus,
        track,

        -- how many of them were lost
        cast(subscriptions as integer) as subscriptions,
        cast(subscriptions_judged as integer) as subscriptions_judged,
        cast(subscriptions_churned as integer) as subscriptions_churned,
        {{ rate('subscriptions_churned', 'subscriptions_judged') }} as churn_rate,

        -- and the others, by status
        cast(subscriptions_completed as integer) as subscriptions_completed,
        cast(subscriptions_active as integer) as subscriptions_active,
        cast(subscriptions_renewed as integer) as subscriptions_renewed,
        cast(subscriptions_booked as integer) as subscriptions_booked,
        cast(subscriptions_in_grace as integer) as subscriptions_in_grace,
        cast(subscriptions_upcoming as integer) as subscriptions_upcoming,
        cast(subscriptions_unknown as integer) as subscriptions_unknown,
        cast(subscriptions_invalid as integer) as subscriptions_invalid,
        as_of_date
    from counted
)

select * from final
