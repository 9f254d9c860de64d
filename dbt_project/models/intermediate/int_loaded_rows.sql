with

loads as (
    select * from {{ ref('int_loads') }}
    where is_in_force
),

registers as (
    select * from {{ ref('stg_registers') }}
),

marks as (
    select
        _load_id as load_id,
        count(*) as marks
    from {{ ref('stg_register_marks') }}
    group by _load_id
),

-- A row of a register is a student: what is accounted for are its marks.
counted as (
    select
        loads.load_id,
        loads.source_name,
        loads.finished_at,
        loads.own_day,
        loads.is_reconstructed,
        loads.rows_rejected,
        loads.rows_suppressed,
        case
            when registers.load_id is null then loads.rows_landed
            else coalesce(marks.marks, 0)
        end as rows_landed
    from loads
    left join registers on loads.load_id = registers.load_id
    left join marks on loads.load_id = marks.load_id
),

final as (
    select
        *,
        rows_landed + rows_rejected + rows_suppressed as rows_in
    from counted
)

select * from final
