with

spellings as (
    select
        'campus' as kind,
        campus_key as spelling_key,
        campus_spelling as spelling
    from {{ ref('int_subscription_rows') }}
    where campus_key is not null

    union all

    select
        'track' as kind,
        track_key as spelling_key,
        track_spelling as spelling
    from {{ ref('int_subscription_rows') }}
    where track_key is not null

    union all

    select
        'module' as kind,
        lower(module_spelling) as spelling_key,
        module_spelling as spelling
    from {{ ref('stg_sessions') }}
    where module_spelling is not null
),

counted as (
    select
        kind,
        spelling_key,
        spelling,
        count(*) as uses
    from spellings
    group by kind, spelling_key, spelling
),

-- The most frequent spelling is used for all; of equally frequent ones the first in binary order.
-- They differ in letter case only: one all in small letters is used only where there is no other.
ranked as (
    select
        *,
        row_number() over (
            partition by kind, spelling_key
            order by
                case when spelling = spelling_key then 1 else 0 end,
                uses desc,
                {{ in_binary_order('spelling') }}
        ) as choice
    from counted
),

chosen as (
    select
        kind,
        spelling_key,
        spelling
    from ranked
    where choice = 1
)

select * from chosen
