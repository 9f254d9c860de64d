with

subscriptions as (
    select * from {{ ref('int_subscription_status') }}
    where subscription_status not in ('invalid', 'upcoming')
),

places as (
    select
        subscription_id,
        country_code,
        coalesce(country_name, 'Unknown') as country_name,
        coalesce(campus, 'Unknown') as campus,
        coalesce(track, 'Unknown') as track
    from {{ ref('int_subscriptions') }}
    where outcome = 'kept'
),

-- A subscription that begins after the gap begins another stay.
with_earlier_end as (
    select
        *,
        max(ends_no_earlier_than) over (
            partition by subscriber
            order by start_date, subscription_id
            rows between unbounded preceding and 1 preceding
        ) as earlier_end
    from subscriptions
),

numbered as (
    select
        *,
        sum(case when start_date - earlier_end > {{ gap_days(churn_grace_days()) }} then 1 else 0 end)
            over (
                partition by subscriber
                order by start_date, subscription_id
                rows between unbounded preceding and current row
            ) as stay_number
    from with_earlier_end
),

ranked as (
    select
        *,
        min(start_date) over (partition by subscriber, stay_number) as began_on,
        row_number() over (
            partition by subscriber, stay_number
            order by ends_no_earlier_than desc, start_date desc, subscription_id
        ) as choice
    from numbered
),

-- The one that ends last says how the stay ended; what is completed but runs on has not ended.
ended as (
    select
        ranked.subscriber,
        ranked.stay_number,
        ranked.subscription_id,
        ranked.began_on,
        case
            when ranked.subscription_status = 'churned' then 'lost'
            when ranked.subscription_status = 'unknown' then 'not judged'
            when ranked.subscription_status != 'completed' then 'here'
            when coalesce(ranked.end_date, ranked.diploma_date) <= ranked.as_of_date then 'completed'
            else 'here'
        end as outcome,
        case ranked.subscription_status
            when 'churned' then ranked.churned_on
            when 'unknown'
                then coalesce(ranked.end_date, ranked.start_date) + {{ churn_grace_days() }} + 1
            else coalesce(ranked.end_date, ranked.diploma_date)
        end as last_day,
        ranked.as_of_date,
        places.country_code,
        places.country_name,
        places.campus,
        places.track
    from ranked
    inner join places on ranked.subscription_id = places.subscription_id
    where ranked.choice = 1
),

final as (
    select
        subscriber,
        stay_number,
        subscription_id,
        began_on,
        outcome,
        case when outcome != 'here' then last_day end as left_on,
        coalesce(
            lag(outcome) over (partition by subscriber order by stay_number) = 'lost', false
        ) as is_return,
        as_of_date,
        country_code,
        country_name,
        campus,
        track
    from ended
)

select * from final
