with

periods as (
    select * from {{ ref('int_subscription_periods') }}
),

marks as (
    select * from {{ ref('int_subscription_marks') }}
),

-- A school may say that what is cancelled runs until its paid end.
paid_ends as (
    select count(*) > 0 as are_kept
    from {{ ref('stg_school_settings') }}
    where source_name = 'subscriptions' and setting = 'cancel_ends' and value = 'period'
),

with_marks as (
    select
        periods.*,
        coalesce(periods.left_on >= periods.start_date, false)
        and not periods.is_void
        and not (
            paid_ends.are_kept and (periods.end_date is not null or periods.is_end_unreadable)
        ) as is_cut_short,
        marks.last_seen_on,
        coalesce(
            greatest(marks.last_seen_on, periods.start_date) + {{ var('at_risk_gone_days') }}
            < marks.group_last_marked_on,
            false
        ) as is_out_of_sight
    from periods
    cross join paid_ends
    left join marks on periods.subscription_id = marks.subscription_id
),

-- Nobody left before the last day attended, nor after the end that was paid for.
dated as (
    select
        subscription_id,
        subscriber,
        start_date,
        case
            when is_cut_short then least(end_date, greatest(left_on, last_seen_on))
            else end_date
        end as end_date,
        is_end_unreadable and not is_cut_short as is_end_unreadable,
        progress,
        is_progress_unreadable,
        has_diploma,
        diploma_date,
        is_diploma_unreadable,
        export_status,
        is_void,
        is_out_of_sight
        and end_date is null
        and not is_end_unreadable
        and not is_cut_short as is_silent
    from with_marks
)

select * from dated
