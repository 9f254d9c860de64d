with

months as (
    select * from {{ ref('int_student_months') }}
    where sessions_attended > 0
),

students as (
    select * from {{ ref('students') }}
),

subscriptions as (
    select * from {{ ref('int_latest_subscriptions') }}
),

attendance as (
    select
        student_id,
        {{ month_of('first_attended_on') }} as cohort_month
    from {{ ref('int_student_attendance') }}
    where {{ month_of('first_attended_on') }} >= {{ attendance_trend_start() }}
),

final as (
    select
        -- keys
        months.student_id,
        months.session_month as month,

        -- who and where, in all months
        {{ student_label('months.student_id', 'students.name') }} as student_label,
        subscriptions.country_code,
        {{ student_place('subscriptions') }},
        attendance.cohort_month,
        case
            when months.session_month + interval '1 month' <= {{ attendance_as_of_date() }} + 1
                then 'complete'
            else 'still running'
        end as complete_label,

        -- what was attended
        cast(months.sessions_attended as integer) as sessions_attended,
        cast(months.minutes_attended as bigint) as minutes_attended,
        months.first_attended_on,
        months.last_attended_on
    from months
    inner join attendance on months.student_id = attendance.student_id
    left join students on months.student_id = students.student_id
    left join subscriptions on months.student_id = subscriptions.student_id
)

select * from final
