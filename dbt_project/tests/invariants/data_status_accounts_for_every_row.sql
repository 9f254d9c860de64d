-- What is this?        Per source: rows in files = rejected + suppressed + kept + duplicates +
--                      excluded, and rejected_records counts the same rejected ones.
-- When does it fail?   A number of marts.data_status is counted over other loads than the next.
-- What to do?          See which source it returns; look at int_loads and that source's int_ model.

with

rejected as (
    select
        source_name,
        sum(records) as records
    from {{ ref('rejected_records') }}
    group by source_name
)

select
    data_status.*,
    rejected.records
from {{ ref('data_status') }} as data_status
left join rejected on data_status.source_name = rejected.source_name
where
    data_status.rows_in_files
    != data_status.rows_rejected + data_status.rows_suppressed + data_status.rows_landed
    or data_status.rows_landed
    != data_status.rows_kept + data_status.rows_duplicate + data_status.rows_set_aside
    or data_status.rows_rejected != coalesce(rejected.records, 0)
