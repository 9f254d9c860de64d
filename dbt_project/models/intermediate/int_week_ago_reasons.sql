with

students as (
    select * from {{ ref('int_week_ago_students') }}
),

{{ measured_students('students', week_ago(), week_ago()) }},

joined as (
    select
        students.student_id,
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
    inner join measured_students on students.student_id = measured_students.student_id
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
        {{ at_risk_reason() }} as at_risk_reason
    from with_change
)

select * from final
