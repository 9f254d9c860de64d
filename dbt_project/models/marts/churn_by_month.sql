with

-- A stay is where its last subscription is.
subscriptions as (
    select
        subscription_id,
        country_code,
        coalesce(country_name, 'Unknown') as country_name,
        coalesce(campus, 'Unknown') as campus,
        coalesce(track, 'Unknown') as track
    from {{ ref('int_subscriptions') }}
    where outcome in ('kept', 'gone')
),

-- Many stays began and ended in the same months in one place: these are counted as one.
placed as (
    select
        {{ month_of('stays.began_on') }} as began_month,
        {{ month_of('stays.left_on') }} as left_month,
        stays.outcome,
        stays.is_return,
        stays.as_of_date,
        subscriptions.country_name,
        subscriptions.campus,
        subscriptions.track,
        min(subscriptions.country_code) as country_code,
        count(*) as stays
    from {{ ref('int_stays') }} as stays
    inner join subscriptions on stays.subscription_id = subscriptions.subscription_id
    group by
        began_month, left_month, stays.outcome, stays.is_return, stays.as_of_date,
        subscriptions.country_name, subscriptions.campus, subscriptions.track
),

-- A stay counts in each month from its first day to the one on which the person left.
by_month as (
    select
        *,
        {{ period_spine(
            'month',
            'greatest(began_month, ' ~ month_of(attendance_trend_start()) ~ ')',
            'coalesce(left_month, as_of_date)',
        ) }} as month
    from placed
),

with_events as (
    select
        *,
        began_month = month as began_then,
        case when left_month = month then outcome else 'here' end as outcome_then
    from by_month
),

counted as (
    select
        month,
        country_name,
        campus,
        track,
        min(country_code) as country_code,
        max(as_of_date) as as_of_date,
        sum(case when outcome_then != 'not judged' then stays else 0 end) as people,
        sum(case when outcome_then = 'lost' then stays else 0 end) as people_lost,
        sum(case when outcome_then = 'completed' then stays else 0 end) as people_completed,
        sum(case when outcome_then = 'not judged' then stays else 0 end) as people_not_judged,
        sum(case when began_then and is_return then stays else 0 end) as people_won_back
    from with_events
    group by month, country_name, campus, track
),

-- Whoever comes back within the gap was not lost: until then a loss may be taken back.
final as (
    select
        month,
        country_name,
        campus,
        track,
        country_code,
        case
            when
                month + interval '1 month' + interval '{{ var("term_break_days") }} days'
                <= as_of_date
                then 1
            else 0
        end as is_final,
        cast(people as integer) as people,
        cast(people_lost as integer) as people_lost,
        {{ rate('people_lost', 'people') }} as churn_rate,
        cast(people_completed as integer) as people_completed,
        cast(people_not_judged as integer) as people_not_judged,
        cast(people_won_back as integer) as people_won_back,
        as_of_date
    from counted
)

select * from final
