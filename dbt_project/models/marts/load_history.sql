with

runs as (
    select
        *,
        status in ('landed', 'dropped') as has_landed
    from {{ source('staging', 'loads') }}
),

in_order as (
    select
        *,
        lag(rows_landed) over (
            partition by source, has_landed order by load_id
        ) as rows_landed_before,
        row_number() over (partition by source order by load_id desc) as age_rank,
        row_number() over (
            partition by source, has_landed order by is_active desc, load_id desc
        ) as age_rank_of_kind
    from runs
),

final as (
    select
        -- key
        load_id,

        -- what was loaded
        source as source_name,
        file as file_name,
        file_bytes,
        mode,
        loader_version,
        own_day,

        -- what came of it
        status,
        message,
        {{ in_utc('started_at') }} as started_at,
        {{ in_utc('finished_at') }} as finished_at,
        {{ in_utc('superseded_at') }} as superseded_at,
        cast(is_active as integer) as is_active,
        cast(age_rank = 1 as integer) as is_newest_attempt,
        cast(has_landed and age_rank_of_kind = 1 as integer) as is_newest_landed,

        -- how much
        rows_in as rows_in_file,
        rows_landed,
        rows_rejected,
        rows_suppressed,
        case when has_landed then rows_landed_before end as rows_landed_before
    from in_order
)

select * from final
