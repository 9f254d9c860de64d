with

newest as (
    select max(marked_until) as marked_until
    from {{ ref('int_week_ago_groups') }}
),

homes as (
    select
        student_groups.student_id,
        groups.last_marked_on,
        groups.is_silent
    from {{ ref('int_student_groups') }} as student_groups
    inner join newest
        on newest.marked_until between student_groups.from_day and student_groups.until_day
    inner join {{ ref('int_week_ago_groups') }} as groups
        on student_groups.group_name = groups.group_name
    where student_groups.is_home
),

students as (
    select
        students.student_id,
        newest.marked_until,
        homes.last_marked_on,
        coalesce(homes.is_silent, false) as is_group_silent,
        {{ attendance_recent_start('coalesce(homes.last_marked_on, newest.marked_until)') }}
            as recent_from
    from {{ ref('student_engagement') }} as students
    cross join newest
    left join homes on students.student_id = homes.student_id
    where students.is_at_risk = 1
),

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
    from students
    left join seen on students.student_id = seen.student_id
    left join {{ ref('int_week_ago_days') }} as days on students.student_id = days.student_id
    group by
        students.student_id, students.marked_until, students.last_marked_on,
        students.is_group_silent, seen.last_attended_on, seen.courses_marked_on
)

select * from summed
