with

subscriptions as (
    select
        subscription_id,
        coalesce('student ' || student_id, 'person ' || person_key) as subscriber,
        start_date,
        end_date,
        progress,
        has_diploma,
        diploma_date,
        {{ as_of_date() }} as as_of_date
    from {{ ref('int_subscriptions') }}
    where outcome = 'kept'
),

-- A diploma counts from its date on; without a date, the word of the export counts.
with_diploma as (
    select
        *,
        case
            when diploma_date is not null then diploma_date <= as_of_date
            else has_diploma
        end as has_diploma_by_then,
        start_date <= least(end_date, as_of_date) as has_begun
    from subscriptions
),

-- What may renew a subscription: another of the same person that has begun and ends later, or
-- does not say when.
with_next_start as (
    select
        *,
        min(start_date) filter (where has_begun) over (
            partition by subscriber
            order by end_date desc nulls first
            groups between unbounded preceding and 1 preceding
        ) as next_start_date
    from with_diploma
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
        start_date,
        end_date,
        progress,
        has_diploma_by_then,
        next_start_date,
        as_of_date,
        subscription_status,
        {{ churn_flag('subscription_status') }} as churn_flag,
        {{ churn_reason('subscription_status') }} as churn_reason,
        case
            when subscription_status = 'churned' then end_date + {{ churn_grace_days() }} + 1
        end as churned_on
    from with_status
)

select * from classified
