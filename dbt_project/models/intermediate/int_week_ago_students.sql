with

candidates as (
    select student_id from {{ ref('student_engagement') }}
    where is_at_risk = 1
),

{{ marked_students(ref('int_week_ago_groups'), 'candidates') }},

seen as (
    select
        student_id,
        max(day) filter (where attended > 0) as last_attended_on,
        max(course_marked_on) as courses_marked_on
    from {{ ref('int_week_ago_days') }}
    group by student_id
),

summed as (
    select
        students.student_id,
        students.marked_until,
        students.last_marked_on,
        students.is_group_silent,
        seen.last_attended_on,
        seen.courses_marked_on,
        coalesce(sum(days.attended), 0) as sessions_attended,
        coalesce(sum(days.taken), 0) as sessions_taken,
        coalesce(sum(days.attended) filter (where days.day >= students.recent_from), 0)
            as recent_attended,
        coalesce(sum(days.taken) filter (where days.day >= students.recent_from), 0)
            as recent_taken,
        coalesce(
            sum(days.taken) filter (where coalesce(days.day > seen.last_attended_on, true)), 0
        ) as missed_in_a_row
    from marked_students as students
    left join seen on students.student_id = seen.student_id
    left join {{ ref('int_week_ago_days') }} as days on students.student_id = days.student_id
    group by
        students.student_id, students.marked_until, students.last_marked_on,
        students.is_group_silent, seen.last_attended_on, seen.courses_marked_on
)

select * from summed
