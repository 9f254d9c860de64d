with

subscriptions as (
    select
        subscription_id,
        coalesce('student ' || student_id, 'person ' || person_key) as subscriber,
        start_date,
        end_date,
        is_end_unreadable,
        progress,
        is_progress_unreadable,
        has_diploma,
        diploma_date,
        is_diploma_unreadable and diploma_date is null as is_diploma_unreadable
    from {{ ref('int_subscriptions') }}
    where outcome = 'kept'
),

with_next as (
    select
        *,
        min(start_date) over (
            partition by subscriber
            order by start_date
            range between interval '1' day following and unbounded following
        ) as next_start_date
    from subscriptions
),

-- An open end is closed by the same person's next subscription, on the day before it.
closed as (
    select
        subscription_id,
        subscriber,
        start_date,
        case
            when end_date is not null or is_end_unreadable then end_date
            else next_start_date - 1
        end as end_date,
        is_end_unreadable,
        progress,
        is_progress_unreadable,
        has_diploma,
        diploma_date,
        is_diploma_unreadable
    from with_next
)

select * from closed
