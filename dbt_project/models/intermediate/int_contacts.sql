with

calls as (
    select
        *,
        row_number() over (
            partition by student_id order by called_on desc, is_reached desc, call_outcome asc
        ) as choice
    from {{ ref('calls') }}
),

summed as (
    select
        student_id,
        max(called_on) as last_called_on,
        max(case when choice = 1 then call_outcome end) as last_call_outcome,
        max(case when is_reached = 1 then called_on end) as last_reached_on
    from calls
    group by student_id
),

final as (
    select
        students.student_id,
        students.phone,
        summed.last_called_on,
        summed.last_call_outcome,
        summed.last_reached_on,
        cast(
            coalesce({{ days_between('summed.last_reached_on', as_of_date()) }} < 7, false)
            as integer
        ) as is_reached
    from {{ ref('students') }} as students
    left join summed on students.student_id = summed.student_id
)

select * from final
