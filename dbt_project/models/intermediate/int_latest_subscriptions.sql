with

subscriptions as (
    select
        *,
        as_of_date between start_date and coalesce(end_date, as_of_date)
        and subscription_status not in ('invalid', 'void', 'unknown') as covers_the_day,
        case subscription_status
            when 'active' then 1
            when 'paused' then 1
            when 'upcoming' then 3
            when 'void' then 4
            when 'invalid' then 5
            else 2
        end as standing
    from {{ ref('subscriptions') }}
    where student_id is not null
),

-- The one that runs, else the one that ended last; of equal ones the first key in binary order.
ranked as (
    select
        *,
        bool_or(coalesce(covers_the_day, false)) over (partition by student_id) as is_covered,
        row_number() over (
            partition by student_id
            order by
                standing asc,
                coalesce(
                    end_date,
                    case
                        when subscription_status in ('active', 'paused')
                            then cast('9999-12-31' as date)
                    end
                ) desc nulls last,
                start_date desc nulls last,
                {{ in_binary_order('subscription_id') }}
        ) as place,
        count(*) over (partition by student_id) as subscriptions,
        count(case when status_reason = 'gone' then 1 end)
            over (partition by student_id) as subscriptions_gone,
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
        subscriptions,
        subscriptions_gone,
        intake,
        track,
        campus,
        country_code,
        coalesce(country_name, 'Unknown') as country_name,
        cohort,
        nullif(concat_ws(', ', campus, cohort), '') as group_name,
        start_date,
        end_date,
        last_end_date,
        case
            when is_covered then true
            when
                subscription_status != 'invalid'
                and coalesce(status_reason, '') not in ('end_unreadable', 'gone')
                then false
        end as is_enrolled,
        as_of_date,
        subscription_status,
        churn_flag,
        churn_reason,
        churned_on
    from ranked
    where place = 1
)

select * from latest
