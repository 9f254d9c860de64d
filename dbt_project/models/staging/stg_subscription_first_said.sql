-- All loads that still have their rows are read, not the newest alone: a status that an export
-- repeats every day is as old as the first export that had it, whenever that was landed.
with

source as (
    select
        _load_id as load_id,
        {{ subscription_as_said() }} as said_key
    from {{ source('staging', 'raw_subscriptions') }}
    where "SubscriptionStatus" != ''
),

loads as (
    select
        load_id,
        own_day
    from {{ source('staging', 'loads') }}
    where source = 'subscriptions'
),

first_said as (
    select
        source.said_key,
        min(loads.own_day) as said_on
    from source
    inner join loads on source.load_id = loads.load_id
    group by source.said_key
)

select * from first_said
