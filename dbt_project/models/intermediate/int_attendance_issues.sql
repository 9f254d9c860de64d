with

dropped as (
    select
        load_id,
        source_row,
        outcome,
        dropped_by as rule,
        coalesce(student_id, '') || ' | ' || coalesce(session_id, source_column, '') as value
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
    where counts_as = 'missed' and not is_within_subscription and session_date is not null
),

came_outside as (
    select
        attendance.load_id,
        attendance.source_row,
        attendance.outcome,
        'attendance_without_subscription' as rule,
        attendance.student_id || ' | ' || attendance.session_id
        || ' (' || came.sessions_outside || ')' as value
    from {{ ref('int_attended_outside') }} as came
    inner join {{ ref('int_attendance') }} as attendance
        on came.student_id = attendance.student_id and came.session_id = attendance.session_id
    where attendance.outcome = 'kept'
),

issues as (
    select * from dropped
    union all
    select * from outside
    union all
    select * from came_outside
    union all
    select * from unknown
),

-- A row of a register holds many marks, and breaks a rule once.
by_row as (
    select
        load_id,
        source_row,
        min(outcome) as outcome,
        rule,
        min(value)
        || case when count(*) > 1 then ' and ' || (count(*) - 1) || ' more' else '' end as value
    from issues
    group by load_id, source_row, rule
)

select * from by_row
