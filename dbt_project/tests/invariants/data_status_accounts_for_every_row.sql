-- What is this?        Per source: rows in files = rejected + kept + duplicates + set aside.
-- When does it fail?   A number of marts.data_status is counted over other loads than the next.
-- What to do?          See which source it returns; look at int_loads and that source's int_ model.

select * from {{ ref('data_status') }}
where
    rows_in_files != rows_rejected + rows_landed
    or rows_landed != rows_kept + rows_duplicate + rows_set_aside
