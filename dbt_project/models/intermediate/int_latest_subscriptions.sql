with

subscriptions as (
    select
        *,
        start_date <= {{ as_of_date() }}
        and coalesce(end_date >= {{ as_of_date() }}, true)
        and not coalesce(has_diploma, false) as is_running
    from {{ ref('subscriptions') }}
    where student_id is not null
),

-- The newest by its start; of equally new ones the first key in binary order.
ranked as (
    select
        *,
        row_number() over (
            partition by student_id order by start_date desc nulls last, subscription_id collate "C"
        ) as age_rank,
        coalesce(bool_or(is_running) over (partition by student_id), false) as is_enrolled,
        case
            when bool_and(end_date is not null) over (partition by student_id)
                then max(end_date) over (partition by student_id)
        end as last_end_date
    from subscriptions
),

latest as (
    select
        student_id,
        subscription_id,
        track,
        campus,
        country_code,
        coalesce(country_name, 'Unknown') as country_name,
        cohort,
        nullif(concat_ws(', ', campus, cohort), '') as group_name,
        start_date,
        end_date,
        is_enrolled,
        last_end_date,
        churn_flag,
        churn_reason
    from ranked
    where age_rank = 1
)

select * from latest
