{%- set place = 'country_name, campus, track' -%}
with

-- Whose last subscription was completed leaves with its last day.
students as (
    select
        attendance.student_id,
        {{ student_place('subscriptions') }},
        {{ month_of('attendance.first_attended_on') }} as cohort_month,
        {{ month_of('subscriptions.end_date') }} as completed_month
    from {{ ref('int_student_attendance') }} as attendance
    inner join {{ ref('int_latest_subscriptions') }} as subscriptions
        on attendance.student_id = subscriptions.student_id
    where
        subscriptions.subscription_status = 'completed'
        and subscriptions.end_date <= {{ attendance_as_of_date() }}
        and attendance.first_attended_on is not null
),

counted as (
    select
        cohort_month,
        {{ place }},
        completed_month,
        count(*) as students
    from students
    group by cohort_month, {{ place }}, completed_month
),

gone as (
    select
        cohort_month,
        {{ place }},
        students,
        {{ period_spine(
            'month',
            "greatest(completed_month + interval '1 month', cohort_month)",
            attendance_as_of_date(),
        ) }} as activity_month
    from counted
),

summed as (
    select
        cohort_month,
        {{ place }},
        activity_month,
        sum(students) as students
    from gone
    group by cohort_month, {{ place }}, activity_month
),

-- Who comes all the same is still there.
back as (
    select
        students.cohort_month,
        students.country_name,
        students.campus,
        students.track,
        months.session_month as activity_month,
        count(*) as students
    from {{ ref('int_student_months') }} as months
    inner join students on months.student_id = students.student_id
    where months.sessions_attended > 0 and months.session_month > students.completed_month
    group by
        students.cohort_month, students.country_name, students.campus, students.track,
        months.session_month
),

final as (
    select
        summed.cohort_month,
        summed.country_name,
        summed.campus,
        summed.track,
        summed.activity_month,
        summed.students - coalesce(back.students, 0) as students_completed
    from summed
    left join back
        on
            summed.cohort_month = back.cohort_month
            and summed.country_name = back.country_name
            and summed.campus = back.campus
            and summed.track = back.track
            and summed.activity_month = back.activity_month
)

select * from final
