with

-- Who was enrolled since the first of these days, or may have been: nobody else is to come.
candidates as (
    select
        students.student_id,
        days.looked_from
    from {{ ref('students') }} as students
    cross join {{ ref('int_past_days') }} as days
    left join {{ ref('int_latest_subscriptions') }} as subscriptions
        on students.student_id = subscriptions.student_id
    where
        subscriptions.is_enrolled is null
        or subscriptions.last_end_date is null
        or subscriptions.last_end_date
        >= (select min(groups.marked_until) from {{ ref('int_past_groups') }} as groups)
),

{{ marked_students(ref('int_past_groups'), 'candidates') }}

select * from marked_students
