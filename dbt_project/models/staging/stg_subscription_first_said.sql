-- All loads that still have their rows are read, not the newest alone: a status that an export
-- repeats every day is as old as the first export that had it.
with

source as (
    select
        _load_id as load_id,
        {{ subscription_as_said() }} as said_key
    from {{ source('staging', 'raw_subscriptions') }}
    where "SubscriptionStatus" is not null and "CancelledDate" is null
),

first_said as (
    select
        said_key,
        min(load_id) as first_load_id
    from source
    group by said_key
)

select * from first_said
