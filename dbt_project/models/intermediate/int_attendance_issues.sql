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
),

unknown as (
    select
        load_id,
        source_row,
        outcome,
        'attendance_status_unknown' as rule,
        status as value
    from {{ ref('int_attendance') }}
    where outcome = 'kept' and counts_as = 'unknown'
),

outside as (
    select
        load_id,
        source_row,
        'kept' as outcome,
        'attendance_outside_subscription' as rule,
        student_id || ' | ' || session_id as value
    from {{ ref('int_absence_marks') }}
    where counts_as = 'missed' and not is_within_subscription
)

select * from dropped
union all
select * from outside
union all
select * from unknown
