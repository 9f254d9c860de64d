with

stays as (
    select * from {{ ref('int_stays') }}
),

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

placed as (
    select
        stays.*,
        subscriptions.country_code,
        subscriptions.country_name,
        subscriptions.campus,
        subscriptions.track
    from stays
    inner join subscriptions on stays.subscription_id = subscriptions.subscription_id
),

-- A stay counts in each month from its first day to the one on which the person left.
by_month as (
    select
        *,
        cast({{ period_spine(
            'month',
            'greatest(' ~ month_of('began_on') ~ ', ' ~ month_of(attendance_trend_start()) ~ ')',
            'coalesce(left_on, as_of_date)',
        ) }} as date) as month
    from placed
),

with_events as (
    select
        *,
        {{ month_of('began_on') }} = month as began_then,
        case when {{ month_of('left_on') }} = month then outcome else 'here' end as outcome_then
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
        count(*) filter (where outcome_then != 'not judged') as people,
        count(*) filter (where outcome_then = 'lost') as people_lost,
        count(*) filter (where outcome_then = 'completed') as people_completed,
        count(*) filter (where outcome_then = 'not judged') as people_not_judged,
        count(*) filter (where began_then and is_return) as people_won_back
    from with_events
    group by month, country_name, campus, track
),

-- Whoever comes back within the gap was not lost: until then a loss may be taken back.
final as (
    select
        -- keys
        month,
        country_name,
        campus,
        track,

        -- when and where
        country_code,
        case
            when
                month + interval '1 month' + interval '{{ var("term_break_days") }} days'
                <= as_of_date
                then 1
            else 0
        end as is_final,

        -- how many
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
