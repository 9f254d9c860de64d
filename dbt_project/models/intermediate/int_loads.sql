with

loads as (
    select
        load_id,
        source as source_name,
        file as file_name,
        file_sha256,
        rows_in,
        rows_landed,
        rows_rejected,
        finished_at,
        cast(finished_at at time zone 'UTC' as date) as landed_on,
        cast(superseded_at at time zone 'UTC' as date) as superseded_on
    from {{ source('staging', 'loads') }}
    where status = 'landed'
),

-- The day the warehouse looks from: the variable, else the day of the newest load.
with_as_of_date as (
    select
        *,
        {% if var('as_of_date') -%}
            cast('{{ var("as_of_date") }}' as date)
        {%- else -%}
            max(landed_on) over ()
        {%- endif %} as as_of_date
    from loads
),

marked_as_current as (
    select
        *,
        landed_on <= as_of_date
        and coalesce(superseded_on > as_of_date, true) as is_current
    from with_as_of_date
),

ordered_by_age as (
    select
        *,
        row_number() over (partition by source_name order by load_id) as age_rank,
        bool_or(is_current) over (partition by source_name) as has_current
    from marked_as_current
),

-- Before a source's first load there is only its later state to look at: that is marked.
marked_as_in_force as (
    select
        load_id,
        source_name,
        file_name,
        file_sha256,
        rows_in,
        rows_landed,
        rows_rejected,
        finished_at,
        landed_on,
        as_of_date,
        is_current or (not has_current and age_rank = 1) as is_in_force,
        not has_current and age_rank = 1 as is_reconstructed
    from ordered_by_age
)

select * from marked_as_in_force
