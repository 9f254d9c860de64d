with

attendance as (
    select * from {{ ref('int_attendance') }}
    where outcome = 'kept' and counts_as = 'attended'
),

final as (
    select
        student_id,
        session_id
    from attendance
)

-- Stored in the order of students, as int_attendance is.
select * from final
