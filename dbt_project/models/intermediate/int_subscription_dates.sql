with

periods as (
    select * from {{ ref('int_subscription_periods') }}
),

marks as (
    select * from {{ ref('int_subscription_marks') }}
),

-- What a school may choose: that what is cancelled runs until its paid end, that who is no longer
-- in the export has left.
choices as (
    select
        coalesce(bool_or(setting = 'cancel_ends' and value = 'period'), false) as keeps_paid_end,
        coalesce(bool_or(setting = 'gone_means' and value = 'lost'), false) as gone_is_lost
    from {{ ref('stg_school_settings') }}
    where source_name = 'subscriptions'
),

with_marks as (
    select
        periods.*,
        choices.gone_is_lost,
        coalesce(periods.left_on >= periods.start_date, false)
        and not periods.is_void
        and not (
            choices.keeps_paid_end
            and (periods.end_date is not null or periods.is_end_unreadable)
        ) as is_cut_short,
        marks.last_seen_on,
        coalesce(
            greatest(marks.last_seen_on, periods.start_date) + {{ var('at_risk_gone_days') }}
            < marks.group_last_marked_on,
            false
        ) as is_out_of_sight
    from periods
    cross join choices
    left join marks on periods.subscription_id = marks.subscription_id
),

-- Nobody left before the last day attended, nor after the end that was paid for.
cut_short as (
    select
        *,
        case
            when is_cut_short then least(end_date, greatest(left_on, last_seen_on))
            else end_date
        end as last_day
    from with_marks
),

with_gone as (
    select
        *,
        gone_on is not null and coalesce(last_day >= seen_on, true) as is_missing,
        gone_is_lost
        and gone_on is not null
        and coalesce(last_day >= seen_on, true) as has_left_unsaid
    from cut_short
),

dated as (
    select
        subscription_id,
        subscriber,
        start_date,
        case
            when has_left_unsaid and gone_on >= start_date then least(last_day, gone_on)
            else last_day
        end as end_date,
        is_end_unreadable and not is_cut_short and not has_left_unsaid as is_end_unreadable,
        progress,
        is_progress_unreadable,
        has_diploma,
        diploma_date,
        is_diploma_unreadable,
        case
            when has_left_unsaid and coalesce(export_status, '') != 'completed' then 'gone'
            else export_status
        end as export_status,
        is_void
        or (
            has_left_unsaid
            and coalesce(gone_on < start_date, false)
            and not coalesce(has_diploma, false)
            and diploma_date is null
        ) as is_void,
        is_missing and not has_left_unsaid as is_gone,
        gone_on,
        is_out_of_sight
        and last_day is null
        and not is_end_unreadable
        and not is_missing as is_silent
    from with_gone
)

select * from dated
