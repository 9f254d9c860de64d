{%- set this_month = month_of(as_of_date()) -%}
with

-- The days of the months of a year, as the number enrolled has them.
months as (
    select distinct
        month,
        day as looked_from
    from {{ ref('int_enrolled_days') }}
    where
        month >= {{ this_month }} - interval '12 months'
        and month < {{ this_month }}
),

final as (
    select
        month,
        looked_from
    from months

    union all

    select
        cast(null as date) as month,
        {{ week_ago() }} as looked_from
)

select * from final
