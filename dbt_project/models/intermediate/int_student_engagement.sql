with

students as (
    select * from {{ ref('students') }}
),

attendance as (
    select * from {{ ref('int_student_attendance') }}
),

subscriptions as (
    select * from {{ ref('int_latest_subscriptions') }}
),

totals as (
    select * from {{ ref('int_student_totals') }}
),

measured as (
    select * from {{ ref('int_measured_students') }}
),

joined as (
    select
        students.student_id,
        students.name as student_name,
        subscriptions.track,
        subscriptions.cohort,
        subscriptions.campus,
        subscriptions.country_code,
        coalesce(subscriptions.country_name, 'Unknown') as country_name,
        attendance.first_attended_on,
        attendance.last_attended_on,
        measured.measured_until,
        measured.days_absent as days_since_last_attended,
        measured.is_group_silent,
        measured.has_diploma,
        measured.is_paused,
        measured.has_just_begun,
        measured.group_sessions_taken,
        attendance.longest_gap_days,
        coalesce(attendance.attendances, 0) as attendances,
        coalesce(attendance.sessions_attended, 0) as sessions_attended,
        coalesce(attendance.minutes_attended, 0) as minutes_attended,
        coalesce(totals.sessions_taken, 0) as sessions_taken,
        coalesce(totals.sessions_held, 0) as sessions_held,
        coalesce(totals.sessions_scheduled, 0) as sessions_scheduled,
        coalesce(totals.missed_in_a_row, 0) as missed_in_a_row,
        coalesce(totals.recent_attended, 0) as recent_attended,
        coalesce(totals.recent_taken, 0) as recent_taken,
        coalesce(totals.taken_by_marks, 0) as taken_by_marks,
        subscriptions.start_date,
        subscriptions.end_date,
        subscriptions.is_enrolled,
        case when subscriptions.is_enrolled is not null then measured.is_enrolled end
            as is_to_come,
        subscriptions.subscription_status,
        subscriptions.churn_flag,
        subscriptions.churn_reason
    from students
    left join attendance on students.student_id = attendance.student_id
    left join totals on students.student_id = totals.student_id
    left join measured on students.student_id = measured.student_id
    left join subscriptions on students.student_id = subscriptions.student_id
),

with_earlier as (
    select
        *,
        sessions_attended - recent_attended as earlier_attended,
        sessions_taken - recent_taken as earlier_taken
    from joined
),

with_rates as (
    select
        *,
        {{ rate('sessions_attended', 'sessions_taken') }} as taken_rate,
        {{ rate('recent_attended', 'recent_taken') }} as recent_rate,
        {{ rate('earlier_attended', 'earlier_taken') }} as earlier_rate
    from with_earlier
),

with_change as (
    select
        *,
        recent_rate - earlier_rate as rate_change
    from with_rates
),

classified as (
    select
        *,
        {{ at_risk_reason() }} as at_risk_reason
    from with_change
)

select * from classified
