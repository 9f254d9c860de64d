with

attended as (
    select
        months.student_id,
        sum(months.recent_sessions_attended) as recent_attended,
        sum(months.sessions_by_marks) as by_marks,
        sum(months.recent_sessions_by_marks) as recent_by_marks,
        max(groups.last_marked_on) as courses_marked_on
    from {{ ref('int_student_course_months') }} as months
    left join {{ ref('int_marked_groups') }} as groups on months.session_group = groups.group_name
    group by months.student_id
),

changes as (
    select
        changes.student_id,
        sum(changes.change) filter (where changes.session_state = 'taken') as taken,
        sum(changes.change) filter (where changes.session_state != 'scheduled') as held,
        sum(changes.change) as scheduled,
        sum(changes.change) filter (
            where changes.session_state = 'taken' and changes.session_date >= recent.recent_from
        ) as recent_taken,
        sum(changes.change) filter (
            where
            changes.session_state = 'taken'
            and coalesce(changes.session_date > students.last_attended_on, true)
        ) as missed_in_a_row,
        count(*) filter (where changes.expected_by = 'marks') as missed_by_marks
    from {{ ref('int_expectation_changes') }} as changes
    inner join {{ ref('int_marked_students') }} as recent on changes.student_id = recent.student_id
    left join {{ ref('int_student_attendance') }} as students
        on changes.student_id = students.student_id
    group by changes.student_id
),

windows as (
    select * from {{ ref('int_student_expectations') }}
),

students as (
    select student_id from attended
    union
    select student_id from changes
),

added_up as (
    select
        students.student_id,
        coalesce(windows.sessions_taken, 0) + coalesce(attended.by_marks, 0)
        + coalesce(changes.taken, 0) as sessions_taken,
        coalesce(windows.sessions_held, 0) + coalesce(attended.by_marks, 0)
        + coalesce(changes.held, 0) as sessions_held,
        coalesce(windows.sessions_scheduled, 0) + coalesce(attended.by_marks, 0)
        + coalesce(changes.scheduled, 0) as sessions_scheduled,
        coalesce(windows.missed_since_last_seen, 0)
        + coalesce(changes.missed_in_a_row, 0) as missed_in_a_row,
        coalesce(attended.recent_attended, 0) as recent_attended,
        coalesce(windows.recent_sessions_taken, 0) + coalesce(attended.recent_by_marks, 0)
        + coalesce(changes.recent_taken, 0) as recent_taken,
        coalesce(attended.by_marks, 0) + coalesce(changes.missed_by_marks, 0) as taken_by_marks,
        attended.courses_marked_on
    from students
    left join windows on students.student_id = windows.student_id
    left join attended on students.student_id = attended.student_id
    left join changes on students.student_id = changes.student_id
)

select * from added_up
