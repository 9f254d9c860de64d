{%- set chosen = "'" ~ var('as_of_date') ~ "'" if var('as_of_date') else 'null' -%}
{%- set newest_first = 'order by own_day desc, finished_at desc, load_id desc' -%}
{%- set newer = newest_first ~ ' rows between unbounded preceding and 1 preceding' -%}

with

loads as (
    select
        load_id,
        source as source_name,
        mode,
        part,
        file as file_name,
        file_sha256,
        rows_in,
        rows_landed,
        rows_rejected,
        rows_suppressed,
        finished_at,
        own_day,
        is_active,
        cast({{ chosen }} as date) as chosen_day,
        min(own_day) over (partition by source) as first_day
    from {{ source('staging', 'loads') }}
    where status = 'landed'
),

-- Before a source's first export there is only its later state to look at: that is marked.
seen as (
    select
        *,
        own_day <= greatest(chosen_day, first_day) as is_seen,
        coalesce(first_day > chosen_day, false) as is_later
    from loads
),

-- On a day that is chosen, that counts which the loader would have found active then.
marked as (
    select
        *,
        case
            when chosen_day is null then is_active
            else is_seen and not coalesce(
                bool_or(mode = 'snapshot' or (mode = 'parts' and part is null)) over newer_of_all,
                false
            )
            and not coalesce(part is not null and bool_or(mode = 'parts') over newer_of_part, false)
            and (file_sha256 is null or row_number() over of_bytes = 1)
        end as is_in_force
    from seen
    window
        newer_of_all as (partition by source_name, is_seen {{ newer }}),
        newer_of_part as (partition by source_name, is_seen, part {{ newer }}),
        of_bytes as (partition by source_name, is_seen, file_sha256 {{ newest_first }})
),

with_days as (
    select
        *,
        max(case when is_in_force and source_name = 'attendance' then own_day end) over ()
            as attendance_day,
        max(case when is_in_force and source_name = 'subscriptions' then own_day end) over ()
            as subscriptions_day,
        max(case when is_in_force then own_day end) over () as newest_day
    from marked
),

final as (
    select
        load_id,
        source_name,
        file_name,
        file_sha256,
        rows_in,
        rows_landed,
        rows_rejected,
        rows_suppressed,
        finished_at,
        own_day,
        coalesce(chosen_day, subscriptions_day, attendance_day, newest_day) as as_of_date,
        case
            when chosen_day < attendance_day then chosen_day
            else coalesce(attendance_day, chosen_day, subscriptions_day, newest_day)
        end as attendance_as_of_date,
        is_in_force,
        is_in_force and is_later as is_reconstructed
    from with_days
)

select * from final
