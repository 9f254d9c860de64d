with

dropped as (
    select
        load_id,
        source_row,
        outcome,
        dropped_by as rule,
        coalesce(student_id, '') || ' | ' || coalesce(session_id, '') as value
    from {{ ref('int_attendance') }}
    where dropped_by is not null
)

select * from dropped
