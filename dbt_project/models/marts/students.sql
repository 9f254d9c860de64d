with

students as (
    select * from {{ ref('int_students') }}
    where outcome = 'kept'
),

final as (
    select
        student_id,
        name,
        email,
        phone
    from students
)

select * from final
