with

subscriptions as (
    select
        *,
        {{ as_of_date() }} as as_of_date
    from {{ ref('int_subscription_dates') }}
),

-- A diploma counts from its date on; without a date, the word of the export counts. Of an end that
-- cannot be read, all that is known is that it is no earlier than the start.
with_diploma as (
    select
        *,
        case
            when diploma_date is not null then diploma_date <= as_of_date
            else has_diploma
        end as has_diploma_by_then,
        case
            when is_end_unreadable or is_silent then start_date
            else coalesce(end_date, cast('9999-12-31' as date))
        end as ends_no_earlier_than,
        start_date <= coalesce(end_date, start_date)
        and not coalesce(is_void or is_silent, false) as can_follow
    from subscriptions
),

-- What may follow a subscription: another of the same person that ends later, or has no end.
with_next_start as (
    select
        *,
        min(case when can_follow and start_date <= as_of_date then start_date end)
            over later as next_start_date,
        min(case when can_follow and start_date > as_of_date then start_date end)
            over later as booked_start_date
    from with_diploma
    window later as (
        partition by subscriber
        order by ends_no_earlier_than nulls last
        range between interval '1' day following and unbounded following
    )
),

with_status as (
    select
        *,
        {{ subscription_status(churn_progress_threshold(), churn_grace_days()) }}
            as subscription_status
    from with_next_start
),

classified as (
    select
        subscription_id,
        subscriber,
        start_date,
        end_date,
        is_end_unreadable,
        ends_no_earlier_than,
        progress,
        is_progress_unreadable,
        diploma_date,
        has_diploma_by_then,
        is_diploma_unreadable,
        export_status,
        is_void,
        is_gone,
        gone_on,
        is_silent,
        next_start_date,
        booked_start_date,
        as_of_date,
        subscription_status,
        {{ status_reason('subscription_status') }} as status_reason,
        {{ churn_flag('subscription_status') }} as churn_flag,
        {{ churn_reason('subscription_status') }} as churn_reason,
        case
            when subscription_status = 'churned' then end_date + {{ churn_grace_days() }} + 1
        end as churned_on
    from with_status
)

select * from classified
