with

loads as (
    select * from {{ ref('int_loads') }}
    where is_in_force
),

rejected as (
    select
        rejected_rows.load_id,
        rejected_rows.line,
        rejected_rows.reason,
        rejected_rows.hint,
        loads.source_name,
        loads.file_name
    from {{ source('staging', 'rejected_rows') }} as rejected_rows
    inner join loads on rejected_rows.load_id = loads.load_id
),

in_order as (
    select
        *,
        row_number() over (partition by load_id, reason, hint order by line nulls last) as place
    from rejected
),

counted as (
    select
        -- where to look
        source_name,
        file_name,
        load_id,

        -- what is wrong and what to do
        reason,
        hint,

        -- how much, and the first lines
        count(*) as records,
        max(line) filter (where place = 1) as first_line,
        max(line) filter (where place = 2) as second_line,
        max(line) filter (where place = 3) as third_line
    from in_order
    group by source_name, file_name, load_id, reason, hint
)

select * from counted
