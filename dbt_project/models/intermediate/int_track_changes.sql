with

statuses as (
    select
        *,
        coalesce(next_start_date, booked_start_date) as followed_on
    from {{ ref('int_subscription_status') }}
),

subscriptions as (
    select
        subscription_id,
        track
    from {{ ref('int_subscriptions') }}
    where outcome in ('kept', 'gone') and track is not null
),

-- What follows is what the status was given for: of the same person, from that day, ending later.
followed as (
    select
        former.subscription_id,
        later.subscription_id as next_subscription_id,
        former_track.track as from_track,
        later_track.track as to_track,
        row_number() over (
            partition by former.subscription_id
            order by later.ends_no_earlier_than desc, later.subscription_id asc
        ) as choice
    from statuses as former
    inner join statuses as later
        on
            former.subscriber = later.subscriber
            and former.followed_on = later.start_date
            and former.ends_no_earlier_than < later.ends_no_earlier_than
    inner join subscriptions as former_track
        on former.subscription_id = former_track.subscription_id
    inner join subscriptions as later_track
        on later.subscription_id = later_track.subscription_id
    where former.subscription_status in ('renewed', 'booked')
),

changed as (
    select
        subscription_id,
        next_subscription_id,
        from_track,
        to_track
    from followed
    where choice = 1 and from_track != to_track
)

select * from changed
