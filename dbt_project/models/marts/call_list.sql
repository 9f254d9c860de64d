with

students as (
    select * from {{ ref('student_engagement') }}
    where is_at_risk = 1
),

measured as (
    select * from {{ ref('int_measured_students') }}
),

contacts as (
    select * from {{ ref('int_contacts') }}
),

week_ago as (
    select
        student_id,
        at_risk_reason as reason_week_ago
    from {{ ref('int_past_reasons') }}
    where looked_from = {{ week_ago() }}
),

joined as (
    select
        students.*,
        measured.started_on,
        measured.group_sessions_taken,
        contacts.phone,
        contacts.last_called_on,
        contacts.last_call_outcome,
        contacts.is_reached,
        week_ago.reason_week_ago,
        coalesce(week_ago.reason_week_ago not in ({{ at_risk_reasons() }}), true) as is_new,
        students.at_risk_reason = 'never_attended' as never_came
    from students
    inner join measured on students.student_id = measured.student_id
    inner join contacts on students.student_id = contacts.student_id
    left join week_ago on students.student_id = week_ago.student_id
),

final as (
    select
        -- who and where
        cast(
            row_number() over (
                order by
                    is_reached asc,
                    never_came desc,
                    is_new desc,
                    days_since_last_attended desc nulls first,
                    {{ in_binary_order('student_id') }}
            ) as integer
        ) as place,
        student_id,
        student_name,
        student_label,
        phone,
        campus,
        cohort,
        track,
        country_code,
        country_name,

        -- why, and since when
        at_risk_reason,
        case
            when never_came then started_on
            when at_risk_reason = 'low_attendance' then first_attended_on
            when at_risk_reason = 'falling_attendance'
                then {{ attendance_recent_start('marked_until') }}
            else coalesce(last_attended_on, subscription_start_date)
        end as since,
        reason_week_ago,
        cast(is_new as integer) as is_new,
        cast(never_came as integer) as never_came,

        -- what came of calls
        last_called_on,
        last_call_outcome,
        is_reached,

        -- what was missed
        last_attended_on,
        days_since_last_attended,
        case when never_came then cast(group_sessions_taken as integer) else sessions_missed end
            as sessions_missed,
        sessions_missed_in_a_row,
        sessions_attended,
        sessions_taken,
        recent_sessions_attended,
        recent_sessions_taken,
        earlier_sessions_attended,
        earlier_sessions_taken,
        marked_until,
        as_of_date
    from joined
)

select * from final
