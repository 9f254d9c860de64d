with

courses as (
    select
        courses.*,
        students.last_attended_on,
        recent.recent_from
    from {{ ref('int_student_courses') }} as courses
    inner join {{ ref('int_student_attendance') }} as students
        on courses.student_id = students.student_id
    inner join {{ ref('int_marked_students') }} as recent on courses.student_id = recent.student_id
),

-- The days of a course in order: a look-up is a search in them, no join of its own.
course_days as (
    select
        course_key,
        {{ values_in_order('session_date', 'session_date') }} as days,
        {{ values_in_order('cast(taken_so_far as integer)', 'session_date') }} as taken,
        {{ values_in_order('cast(held_so_far as integer)', 'session_date') }} as held,
        {{ values_in_order('cast(scheduled_so_far as integer)', 'session_date') }} as scheduled
    from {{ ref('int_course_days') }}
    where session_date is not null
    group by course_key
),

with_days as (
    select
        courses.*,
        course_days.days,
        course_days.taken,
        course_days.held,
        course_days.scheduled,
        courses.expected_from - 1 as day_before,
        courses.recent_from - 1 as day_before_recent
    from courses
    left join course_days on courses.course_key = course_days.course_key
),

-- Sessions so far on four days: before the first, at the end, when last seen, before the recent.
looked_up as (
    select
        student_id,
        {{ value_on_day('taken', 'days', 'day_before') }} as taken_at_start,
        {{ value_on_day('taken', 'days', 'expected_until') }} as taken_at_end,
        {{ value_on_day('held', 'days', 'day_before') }} as held_at_start,
        {{ value_on_day('held', 'days', 'expected_until') }} as held_at_end,
        {{ value_on_day('scheduled', 'days', 'day_before') }} as scheduled_at_start,
        {{ value_on_day('scheduled', 'days', 'expected_until') }} as scheduled_at_end,
        {{ value_on_day('taken', 'days', 'last_attended_on') }} as taken_when_last_seen,
        {{ value_on_day('taken', 'days', 'day_before_recent') }} as taken_before_recent
    from with_days
),

summed as (
    select
        student_id,
        coalesce(sum(taken_at_end - coalesce(taken_at_start, 0)), 0) as sessions_taken,
        coalesce(sum(held_at_end - coalesce(held_at_start, 0)), 0) as sessions_held,
        coalesce(sum(scheduled_at_end - coalesce(scheduled_at_start, 0)), 0) as sessions_scheduled,
        coalesce(
            sum(greatest(taken_at_end - greatest(taken_before_recent, taken_at_start, 0), 0)), 0
        ) as recent_sessions_taken,
        coalesce(
            sum(greatest(taken_at_end - greatest(taken_when_last_seen, taken_at_start, 0), 0)), 0
        ) as missed_since_last_seen
    from looked_up
    group by student_id
)

select * from summed
