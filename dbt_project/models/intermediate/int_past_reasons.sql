with

-- The last mark of the groups whose sessions a student had attended by then.
courses as (
    select
        months.student_id,
        groups.looked_from,
        max(groups.last_marked_on) as courses_marked_on
    from {{ ref('int_student_course_months') }} as months
    inner join {{ ref('int_past_groups') }} as groups
        on
            months.session_group = groups.group_name
            and months.first_attended_on <= groups.looked_from
    group by months.student_id, groups.looked_from
),

students as (
    select
        totals.*,
        courses.courses_marked_on
    from {{ ref('int_past_totals') }} as totals
    left join courses
        on totals.student_id = courses.student_id and totals.looked_from = courses.looked_from
),

{{ measured_students('students', 'measured.looked_from', 'measured.looked_from') }},

joined as (
    select
        students.student_id,
        students.looked_from,
        case when subscriptions.is_enrolled is not null then measured_students.is_enrolled end
            as is_to_come,
        measured_students.has_diploma,
        measured_students.is_paused,
        measured_students.is_group_silent,
        measured_students.has_just_begun,
        measured_students.days_absent as days_since_last_attended,
        measured_students.group_sessions_taken,
        students.sessions_taken,
        students.missed_in_a_row,
        students.recent_taken,
        {{ rate('students.sessions_attended', 'students.sessions_taken') }} as taken_rate,
        {{ rate('students.recent_attended', 'students.recent_taken') }} as recent_rate,
        {{ rate(
            '(students.sessions_attended - students.recent_attended)',
            '(students.sessions_taken - students.recent_taken)',
        ) }} as earlier_rate
    from students
    inner join measured_students
        on
            students.student_id = measured_students.student_id
            and students.looked_from = measured_students.looked_from
    left join {{ ref('int_latest_subscriptions') }} as subscriptions
        on students.student_id = subscriptions.student_id
),

with_change as (
    select
        *,
        recent_rate - earlier_rate as rate_change
    from joined
),

final as (
    select
        student_id,
        looked_from,
        {{ at_risk_reason() }} as at_risk_reason
    from with_change
)

select * from final
