with

students as (
    select
        *,
        at_risk_reason in ({{ at_risk_reasons() }}) as is_at_risk
    from {{ ref('int_student_engagement') }}
),

final as (
    select
        -- who and where
        student_id,
        student_name,
        {{ student_label('student_id', 'student_name') }} as student_label,
        track,
        cohort,
        campus,
        country_code,
        country_name,

        -- what was attended
        cast(attendances as integer) as attendances,
        cast(sessions_attended as integer) as sessions_attended,
        cast(minutes_attended as bigint) as minutes_attended,
        first_attended_on,
        last_attended_on,
        days_since_last_attended,
        longest_gap_days,

        -- of how much
        cast(sessions_taken as integer) as sessions_taken,
        taken_rate as taken_attendance_rate,
        cast(sessions_held as integer) as sessions_held,
        {{ rate('sessions_attended', 'sessions_held') }} as held_attendance_rate,
        cast(sessions_scheduled as integer) as sessions_scheduled,
        {{ rate('sessions_attended', 'sessions_scheduled') }} as scheduled_attendance_rate,
        cast(sessions_taken - sessions_attended as integer) as sessions_missed,
        cast(missed_in_a_row as integer) as sessions_missed_in_a_row,
        case
            when sessions_taken > 0
                then case
                    when taken_by_marks = 0 then 'inferred'
                    when taken_by_marks = sessions_taken then 'marks'
                    else 'marks and inferred'
                end
        end as expected_by,
        measured_until as marked_until,

        -- lately, against the time before
        cast(recent_attended as integer) as recent_sessions_attended,
        cast(recent_taken as integer) as recent_sessions_taken,
        recent_rate as recent_attendance_rate,
        case when recent_attended > 0 then 'came' else 'did not come' end as came_label,
        cast(earlier_attended as integer) as earlier_sessions_attended,
        cast(earlier_taken as integer) as earlier_sessions_taken,
        earlier_rate as earlier_attendance_rate,
        cast(rate_change as numeric(7, 6)) as attendance_rate_change,

        -- the verdict
        case when is_at_risk then 1 else 0 end as is_at_risk,
        case when is_at_risk then 'at risk' else 'not at risk' end as at_risk_label,
        at_risk_reason,

        -- the latest subscription
        cast(is_enrolled as integer) as is_enrolled,
        {{ flag_label('is_enrolled', 'enrolled', 'not enrolled') }} as enrolled_label,
        start_date as subscription_start_date,
        end_date as subscription_end_date,
        subscription_status,
        cast(churn_flag as integer) as is_churned,
        {{ flag_label('churn_flag', 'churned', 'not churned') }} as churned_label,
        churn_reason,
        {{ as_of_date() }} as as_of_date
    from students
)

select * from final
