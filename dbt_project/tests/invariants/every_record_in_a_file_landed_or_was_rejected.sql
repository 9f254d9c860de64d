-- What is this?        Per load: records in the file = raw rows + rejected + suppressed (of people
--                      who were erased), as the ledger says.
-- When does it fail?   The loader lost or doubled a record, a raw table was changed by hand, or a
--                      new source is not in the list below.
-- What to do?          Add a new source to the list; else load the file again with
--                      `python -m loaders load --force`.

with

ledger as (
    select * from {{ ref('int_loads') }}
),

raw_rows as (
    {%- for source_name in ['students', 'sessions', 'attendance', 'subscriptions', 'calls'] %}
        select
            _load_id as load_id,
            count(*) as raw_rows
        from {{ source('staging', 'raw_' ~ source_name) }}
        group by _load_id
        {{ 'union all' if not loop.last }}
    {%- endfor %}
),

rejected as (
    select
        load_id,
        count(*) as rejected_rows
    from {{ source('staging', 'rejected_rows') }}
    group by load_id
),

balance as (
    select
        ledger.load_id,
        ledger.source_name,
        ledger.rows_in,
        ledger.rows_landed,
        ledger.rows_rejected,
        ledger.rows_suppressed,
        coalesce(raw_rows.raw_rows, 0) as raw_rows,
        coalesce(rejected.rejected_rows, 0) as rejected_rows
    from ledger
    left join raw_rows on ledger.load_id = raw_rows.load_id
    left join rejected on ledger.load_id = rejected.load_id
)

select * from balance
where
    rows_in != raw_rows + rejected_rows + rows_suppressed
    or rows_landed != raw_rows
    or rows_rejected != rejected_rows
