with

windows as (
    select * from {{ ref('int_student_courses') }}
),

attended_courses as (
    select
        student_id,
        course_key,
        min(first_attended_on) as first_attended_on,
        max(last_attended_on) as last_attended_on
    from {{ ref('int_student_course_months') }}
    where sessions_attended > 0
    group by student_id, course_key
),

-- Most students are expected in a course from the first to the last time they came: no need to look
-- at each session of these.
loose_courses as {{ materialized() }} (
    select courses.*
    from attended_courses as courses
    where not exists (
        select 1
        from windows
        where
            courses.student_id = windows.student_id
            and courses.course_key = windows.course_key
            and courses.first_attended_on >= windows.expected_from
            and (
                windows.expected_until is null or courses.last_attended_on <= windows.expected_until
            )
    )
),

-- Who came is always expected, who is excused never; whom the roster marks absent, too.
marked as (
    select
        attended.student_id,
        attended.session_id,
        attended.course_key,
        attended.session_date,
        attended.session_state,
        'attended' as counts_as,
        attended.expected_by,
        true as is_within_subscription
    from {{ ref('int_attended_sessions') }} as attended
    inner join loose_courses
        on
            attended.student_id = loose_courses.student_id
            and attended.course_key = loose_courses.course_key
    where attended.expected_by = 'inferred'

    union all

    select
        student_id,
        session_id,
        course_key,
        session_date,
        session_state,
        counts_as,
        expected_by,
        is_within_subscription
    from {{ ref('int_absence_marks') }}
),

with_change as (
    select
        marked.student_id,
        marked.session_id,
        marked.session_date,
        marked.session_state,
        marked.expected_by,
        case
            when marked.counts_as = 'attended'
                then case when windows.student_id is null then 1 end
            when marked.expected_by = 'marks'
                then
                    case
                        when marked.counts_as = 'missed' and marked.is_within_subscription then 1
                    end
            when
                marked.counts_as in ('excused', 'unknown')
                and marked.session_state in ('taken', 'unmarked', 'scheduled')
                and windows.student_id is not null
                then -1
        end as change
    from marked
    left join windows
        on
            marked.student_id = windows.student_id
            and marked.course_key = windows.course_key
            and marked.session_date >= windows.expected_from
            and (windows.expected_until is null or marked.session_date <= windows.expected_until)
)

select * from with_change
where change is not null
