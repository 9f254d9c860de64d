{%- set cells = subscription_identity() + ['subscriptionstatus'] -%}
-- All loads are read, not the newest alone: a status that an export repeats every day is as old as
-- the first export that had it, whenever that was landed, and whether or not it still has its rows.
with

loads as (
    select
        load_id,
        own_day
    from {{ source('staging', 'loads') }}
    where source = 'subscriptions'
),

said as (
    select
        {{ cells | join(', ') }},
        min(loads.own_day) as said_on
    from {{ ref('stg_subscriptions_written') }} as landed
    inner join loads on landed._load_id = loads.load_id
    where landed.subscriptionstatus != ''
    group by {{ cells | join(', ') }}

    union all

    select
        {{ subscription_cells(only=cells) }},
        said_on
    from {{ source('staging', 'said_statuses') }}
),

keyed as (
    select
        {{ subscription_as_said() }} as said_key,
        said_on
    from said
),

first_said as (
    select
        said_key,
        min(said_on) as said_on
    from keyed
    where said_key is not null
    group by said_key
)

select * from first_said
