with

spellings as (
    select distinct
        _load_id as load_id,
        subscriptionprogress as written,
        seen_on is not null as is_gone
    from {{ ref('stg_subscription_exports') }}
),

cleaned as (
    select
        load_id,
        is_gone,
        {{ latin_digits(clean_text('written')) }} as progress_text
    from spellings
),

numbers as (
    select
        load_id,
        is_gone,
        {{ bare_number('progress_text') }} as number
    from cleaned
),

declared as (
    select
        load_id,
        max(value) as scale
    from {{ source('staging', 'load_settings') }}
    where setting = 'progress'
    group by load_id
),

-- Numbers none of which is above 1, decimals among them, are fractions: nothing else can be. The
-- few rows that are left of an earlier export prove nothing.
by_load as (
    select
        load_id,
        case
            when
                not bool_or(is_gone)
                and max(number) <= 1
                and max(case when number > 0 and number < 1 then 1 end) = 1
                then 'fraction'
        end as proved_scale
    from numbers
    group by load_id
),

final as (
    select
        by_load.load_id,
        coalesce(declared.scale, by_load.proved_scale) as progress_scale
    from by_load
    left join declared on by_load.load_id = declared.load_id
)

select * from final
