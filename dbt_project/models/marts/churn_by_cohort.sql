with

subscriptions as (
    select
        coalesce(subscriptions.intake, 'Unknown') as intake,
        subscriptions.country_code,
        coalesce(subscriptions.country_name, 'Unknown') as country_name,
        coalesce(subscriptions.campus, 'Unknown') as campus,
        coalesce(subscriptions.track, 'Unknown') as track,
        subscriptions.as_of_date,
        subscriptions.subscription_status,
        subscriptions.churn_flag,
        changes.to_track
    from {{ ref('subscriptions') }} as subscriptions
    left join {{ ref('int_track_changes') }} as changes
        on subscriptions.subscription_id = changes.subscription_id
),

with_moves as (
    select
        *,
        to_track || ' (' || count(*) over (
            partition by intake, country_code, country_name, campus, track, as_of_date, to_track
        ) || ')' as moved_to
    from subscriptions
),

counted as (
    select
        intake,
        country_code,
        country_name,
        campus,
        track,
        as_of_date,
        count(*) as subscriptions,
        count(churn_flag) as subscriptions_judged,
        count(*) filter (where churn_flag) as subscriptions_churned,
        count(*) filter (where subscription_status = 'completed') as subscriptions_completed,
        count(*) filter (where subscription_status = 'paused') as subscriptions_paused,
        count(*) filter (where subscription_status = 'active') as subscriptions_active,
        count(*) filter (where subscription_status = 'renewed') as subscriptions_renewed,
        count(*) filter (where subscription_status = 'booked') as subscriptions_booked,
        count(*) filter (where subscription_status = 'in_grace') as subscriptions_in_grace,
        count(*) filter (where subscription_status = 'upcoming') as subscriptions_upcoming,
        count(*) filter (where subscription_status = 'unknown') as subscriptions_unknown,
        count(*) filter (where subscription_status = 'void') as subscriptions_void,
        count(*) filter (where subscription_status = 'invalid') as subscriptions_invalid,
        count(to_track) as subscriptions_moved_on,
        {{ joined_in_order('distinct moved_to', ', ', 'moved_to') }} as moved_on_to
    from with_moves
    group by intake, country_code, country_name, campus, track, as_of_date
),

final as (
    select
        -- which subscriptions
        intake,
        country_code,
        country_name,
        campus,
        track,

        -- how many of them were lost
        cast(subscriptions as integer) as subscriptions,
        cast(subscriptions_judged as integer) as subscriptions_judged,
        cast(subscriptions_churned as integer) as subscriptions_churned,
        {{ rate('subscriptions_churned', 'subscriptions_judged') }} as churn_rate,

        -- and the others, by status
        cast(subscriptions_completed as integer) as subscriptions_completed,
        cast(subscriptions_paused as integer) as subscriptions_paused,
        cast(subscriptions_active as integer) as subscriptions_active,
        cast(subscriptions_renewed as integer) as subscriptions_renewed,
        cast(subscriptions_booked as integer) as subscriptions_booked,
        cast(subscriptions_in_grace as integer) as subscriptions_in_grace,
        cast(subscriptions_upcoming as integer) as subscriptions_upcoming,
        cast(subscriptions_unknown as integer) as subscriptions_unknown,
        cast(subscriptions_void as integer) as subscriptions_void,
        cast(subscriptions_invalid as integer) as subscriptions_invalid,

        -- who went on with another track
        cast(subscriptions_moved_on as integer) as subscriptions_moved_on,
        moved_on_to,
        as_of_date
    from counted
)

select * from final
