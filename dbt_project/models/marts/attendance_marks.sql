with

marks as (
    select * from {{ ref('int_attendance') }}
    where outcome = 'kept'
),

final as (
    select
        student_id,
        session_id,
        status,
        counts_as
    from marks
)

select * from final
