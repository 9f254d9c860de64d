with

-- What is gone is told by the keys alone: read where something is, and never with all cells.
newest as (
    select
        _load_id,
        {{ subscription_as_written() }} as written_key
    from {{ ref('stg_subscriptions_written') }}
    where {{ in_force('subscriptions') }}
),

-- The last rows of what an export no longer had, as far as the exports that count are newer.
gone as (
    select
        gone.*,
        {{ subscription_as_written() }} as written_key,
        rank() over (
            partition by {{ subscription_as_written() }} order by gone._load_id desc
        ) as age
    from (
        select
            _load_id,
            _source_row,
            _gone_load_id,
            _until_load_id,
            {{ subscription_cells() }}
        from {{ source('staging', 'gone_subscriptions') }}
    ) as gone
    where
        gone._gone_load_id <= (select max(newest._load_id) from newest)
        and coalesce(gone._until_load_id > (select max(newest._load_id) from newest), true)
),

-- What is there again is not gone, nor what was rejected this time.
still_gone as (
    select gone.*
    from gone
    where
        gone.age = 1
        and not {{ in_force('subscriptions') }}
        -- By `not in` Spark would hold all keys in the memory of each machine.
        and not exists (
            select 1 from newest
            where newest.written_key = gone.written_key
        )
        and not exists (
            select 1 from {{ source('staging', 'rejected_rows') }} as rejected
            where
                rejected.load_id in (select newest._load_id from newest)
                and position(
                    coalesce(gone.student, gone.studentemail, gone.studentid) in rejected.raw
                ) > 0
        )
),

-- Since when a row is there, as far as the exports tell that had what is gone: what came later may
-- be the same, corrected.
first_loads as (
    select
        {{ subscription_as_written() }} as written_key,
        min(_load_id) as first_load_id
    from {{ ref('stg_subscriptions_written') }}
    where _load_id in (select still_gone._load_id from still_gone)
    group by {{ subscription_as_written() }}
),

counted as (
    select
        exported.*,
        case when exists (select 1 from still_gone) then {{ subscription_as_written() }} end
            as written_key,
        cast(null as bigint) as gone_load_id
    from {{ ref('stg_subscriptions_written') }} as exported
    where {{ in_force('subscriptions') }}

    union all

    select
        _load_id,
        _source_row,
        {{ subscription_cells(is_landed=false) }},
        written_key,
        _gone_load_id as gone_load_id
    from still_gone
),

final as (
    select
        counted.*,
        seen.own_day as seen_on,
        missed.own_day as gone_on,
        least(first_loads.first_load_id, counted._load_id) as first_load_id
    from counted
    left join first_loads on counted.written_key = first_loads.written_key
    left join {{ source('staging', 'loads') }} as missed on counted.gone_load_id = missed.load_id
    left join {{ source('staging', 'loads') }} as seen
        on missed.load_id is not null and counted._load_id = seen.load_id
)

select * from final
