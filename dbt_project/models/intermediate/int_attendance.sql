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

ranked as (
    select
        *,
        row_number() over (
            partition by student_id, session_id order by load_id, source_row
        ) as copy_number
    from attendance
),

judged as (
    select
        ranked.load_id,
        ranked.source_row,
        ranked.student_id,
        ranked.session_id,
        case
            when ranked.student_id is null or ranked.session_id is null
                then 'attendance_key_missing'
            when students.student_id is null then 'attendance_student_unknown'
            when sessions.session_id is null then 'attendance_session_unknown'
            when ranked.copy_number > 1 then 'attendance_exact_copy'
        end as dropped_by
    from ranked
    left join students on ranked.student_id = students.student_id
    left join sessions on ranked.session_id = sessions.session_id
),

with_outcome as (
    select
        load_id,
        source_row,
        student_id,
        session_id,
        dropped_by,
        {{ row_outcome('dropped_by') }} as outcome
    from judged
)

select * from with_outcome
