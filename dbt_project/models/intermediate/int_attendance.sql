with

attendance as (
    select * from {{ ref('stg_attendance') }}
),

students as (
    select student_id from {{ ref('students') }}
),

sessions as (
    select session_id from {{ ref('sessions') }}
),

looked_up as (
    select
        attendance.*,
        case
            when attendance.student_id is null or attendance.session_id is null
                then 'attendance_key_missing'
            when students.student_id is null then 'attendance_student_unknown'
            when sessions.session_id is null then 'attendance_session_unknown'
        end as broken_rule
    from attendance
    left join students on attendance.student_id = students.student_id
    left join sessions on attendance.session_id = sessions.session_id
),

classified as (
    select
        load_id,
        source_row,
        student_id,
        session_id,
        case
            when broken_rule is not null then broken_rule
            when row_number() over (
                partition by student_id, session_id order by load_id, source_row
            ) > 1 then 'attendance_exact_copy'
        end as dropped_by
    from looked_up
),

with_outcome as (
    select
        *,
        {{ row_outcome('dropped_by') }} as outcome
    from classified
)

-- In the order of students, in which most sums read the log, and in which it is sorted by now.
select * from with_outcome
order by student_id, session_id
