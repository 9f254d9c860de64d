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

-- Sessions so far on four days: before the first, at the end, when last seen, before the recent.
looked_up as (
    select
        courses.*,
        at_end.taken_so_far as taken_at_end,
        at_end.taken_so_far - coalesce(at_start.taken_so_far, 0) as sessions_taken,
        at_end.held_so_far - coalesce(at_start.held_so_far, 0) as sessions_held,
        at_end.scheduled_so_far - coalesce(at_start.scheduled_so_far, 0) as sessions_scheduled,
        greatest(last_seen.taken_so_far, at_start.taken_so_far, 0) as taken_when_last_seen,
        greatest(before_recent.taken_so_far, at_start.taken_so_far, 0) as taken_before_recent
    from
        courses
    {%- for alias, day in {
        'at_start': 'courses.expected_from - 1',
        'at_end': 'courses.expected_until',
        'last_seen': 'courses.last_attended_on',
        'before_recent': 'courses.recent_from - 1',
    }.items() %}
        left join lateral (
            select
                course_days.taken_so_far,
                course_days.held_so_far,
                course_days.scheduled_so_far
            from {{ ref('int_course_days') }} as course_days
            where
                course_days.course_key = courses.course_key
                and course_days.session_date <= coalesce({{ day }}, cast('infinity' as date))
            order by course_days.session_date desc
            limit 1
        ) as {{ alias }} on true
    {%- endfor %}
),

summed as (
    select
        student_id,
        coalesce(sum(sessions_taken), 0) as sessions_taken,
        coalesce(sum(sessions_held), 0) as sessions_held,
        coalesce(sum(sessions_scheduled), 0) as sessions_scheduled,
        coalesce(sum(greatest(taken_at_end - taken_before_recent, 0)), 0) as recent_sessions_taken,
        coalesce(sum(greatest(taken_at_end - taken_when_last_seen, 0)), 0) as missed_since_last_seen
    from looked_up
    group by student_id
)

select * from summed
