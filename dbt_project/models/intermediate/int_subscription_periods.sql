with

subscriptions as (
    select
        subscription_id,
        student_id,
        {{ subscriber() }} as subscriber,
        nullif(concat_ws(', ', campus, cohort), '') as group_name,
        start_date,
        end_date,
        is_end_unreadable,
        progress,
        is_progress_unreadable,
        has_diploma,
        diploma_date,
        is_diploma_unreadable
        and coalesce(diploma_date > own_day, diploma_date is null) as is_diploma_unreadable,
        coalesce(
            export_status, case when cancelled_on is not null then 'cancelled' end
        ) as export_status,
        coalesce(cancelled_on, said_on) as said_on,
        seen_on,
        gone_on
    from {{ ref('int_subscriptions') }}
    where outcome in ('kept', 'gone')
),

with_leaving as (
    select
        *,
        case
            when export_status in ('ended', 'left', 'cancelled', 'refunded') then said_on
        end as left_on
    from subscriptions
),

with_void as (
    select
        *,
        not coalesce(has_diploma, false)
        and diploma_date is null
        and coalesce(
            export_status = 'no show'
            or left_on < start_date
            or (
                export_status = 'refunded'
                and {{ days_between('start_date', 'left_on') }} <= {{ var('refund_days') }}
            ),
            false
        ) as is_void
    from with_leaving
),

with_next as (
    select
        *,
        min(
            case when not is_void and coalesce(end_date >= start_date, true) then start_date end
        ) over (
            partition by subscriber
            order by start_date nulls last
            range between interval '1' day following and unbounded following
        ) as next_start_date
    from with_void
),

-- An open end is closed by the same person's next subscription, on the day before it; one that
-- never counted or whose dates cannot be closes nothing.
closed as (
    select
        subscription_id,
        student_id,
        subscriber,
        group_name,
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
        is_diploma_unreadable,
        export_status,
        left_on,
        is_void,
        seen_on,
        gone_on
    from with_next
)

select * from closed
