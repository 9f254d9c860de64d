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

expectations as (
    select
        student_id,
        sum(sessions_taken) as sessions_taken,
        sum(sessions_held) as sessions_held,
        sum(sessions_scheduled) as sessions_scheduled,
        sum(missed_since_last_seen) as missed_in_a_row,
        sum(recent_sessions_attended) as recent_attended,
        sum(recent_sessions_taken) as recent_taken
    from {{ ref('int_student_expectations') }}
    group by student_id
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
        {{ attendance_as_of_date() }} - attendance.last_attended_on as days_since_last_attended,
        attendance.longest_gap_days,
        coalesce(attendance.attendances, 0) as attendances,
        coalesce(attendance.sessions_attended, 0) as sessions_attended,
        coalesce(attendance.minutes_attended, 0) as minutes_attended,
        coalesce(expectations.sessions_taken, 0) as sessions_taken,
        coalesce(expectations.sessions_held, 0) as sessions_held,
        coalesce(expectations.sessions_scheduled, 0) as sessions_scheduled,
        coalesce(expectations.missed_in_a_row, 0) as missed_in_a_row,
        coalesce(expectations.recent_attended, 0) as recent_attended,
        coalesce(expectations.recent_taken, 0) as recent_taken,
        subscriptions.start_date,
        subscriptions.end_date,
        subscriptions.is_enrolled,
        subscriptions.subscription_status,
        subscriptions.churn_flag,
        subscriptions.churn_reason
    from students
    left join attendance on students.student_id = attendance.student_id
    left join expectations on students.student_id = expectations.student_id
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

classified as (
    select
        *,
        recent_rate - earlier_rate as rate_change,
        {{ at_risk_reason(
            'is_enrolled', 'days_since_last_attended', 'missed_in_a_row', 'sessions_taken', 'taken_rate',
            'recent_taken', 'recent_rate - earlier_rate'
        ) }} as at_risk_reason
    from with_rates
)

select * from classified
