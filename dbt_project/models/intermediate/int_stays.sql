with

subscriptions as (
    select * from {{ ref('int_subscription_status') }}
    where subscription_status not in ('invalid', 'void', 'upcoming')
),

-- A subscription that begins after the gap begins another stay.
with_earlier_end as (
    select
        *,
        max(ends_no_earlier_than) over (
            partition by subscriber
            order by start_date asc nulls last, subscription_id asc
            rows between unbounded preceding and 1 preceding
        ) as earlier_end
    from subscriptions
),

numbered as (
    select
        *,
        sum(
            case
                when
                    {{ days_between('earlier_end', 'start_date') }}
                    > {{ gap_days(churn_grace_days()) }}
                    then 1
                else 0
            end
        )
            over (
                partition by subscriber
                order by start_date asc nulls last, subscription_id asc
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
            order by
                ends_no_earlier_than desc nulls first,
                start_date desc nulls first,
                subscription_id asc
        ) as choice
    from numbered
),

-- The one that ends last says how the stay ended; what is completed but runs on has not ended.
ended as (
    select
        subscriber,
        stay_number,
        subscription_id,
        began_on,
        case
            when subscription_status = 'churned' then 'lost'
            when subscription_status = 'unknown' then 'not judged'
            when subscription_status != 'completed' then 'here'
            when coalesce(end_date, diploma_date) <= as_of_date then 'completed'
            else 'here'
        end as outcome,
        case
            when subscription_status = 'churned' then churned_on
            when status_reason = 'gone' then gone_on
            when subscription_status = 'unknown'
                then coalesce(end_date, start_date) + {{ churn_grace_days() }} + 1
            else coalesce(end_date, diploma_date)
        end as last_day,
        as_of_date
    from ranked
    where choice = 1
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
        as_of_date
    from ended
)

select * from final
