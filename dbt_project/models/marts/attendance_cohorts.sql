with

months as (
    select * from {{ ref('int_student_months') }}
    where sessions_attended > 0
),

students as (
    select
        student_id,
        {{ month_of('first_attended_on') }} as cohort_month
    from {{ ref('int_student_attendance') }}
),

counted as (
    select
        students.cohort_month,
        months.country_name,
        months.session_month,
        min(months.country_code) as country_code,
        count(*) as students_active
    from months
    inner join students on months.student_id = students.student_id
    where students.cohort_month >= {{ attendance_trend_start() }}
    group by students.cohort_month, months.country_name, months.session_month
),

-- All of a cohort is active in its first month.
cohorts as (
    select
        cohort_month,
        country_name,
        country_code,
        students_active as students_in_cohort
    from counted
    where session_month = cohort_month
),

filled as (
    select
        *,
        {{ period_spine('month', 'cohort_month', attendance_as_of_date()) }} as activity_month
    from cohorts
),

-- A month that is not over on `as_of_date` is not known yet, which is not the same as zero.
observed as (
    select
        filled.*,
        coalesce(completions.students_completed, 0) as students_completed,
        case
            when filled.activity_month + interval '1 month' <= {{ attendance_as_of_date() }} + 1
                then coalesce(counted.students_active, 0)
        end as students_retained
    from filled
    left join counted
        on
            filled.cohort_month = counted.cohort_month
            and filled.country_name = counted.country_name
            and filled.activity_month = counted.session_month
    left join {{ ref('int_cohort_completions') }} as completions
        on
            filled.cohort_month = completions.cohort_month
            and filled.country_name = completions.country_name
            and filled.activity_month = completions.activity_month
),

final as (
    select
        -- keys
        cohort_month,
        cast(
            12 * (extract(year from activity_month) - extract(year from cohort_month))
            + extract(month from activity_month) - extract(month from cohort_month) as integer
        ) as months_since_first,
        country_name,

        -- when and where
        activity_month,
        country_code,
        case when students_retained is null then 0 else 1 end as is_complete,
        case
            when students_retained is null then 'still running'
            else 'complete'
        end as complete_label,

        -- how many stayed
        cast(students_in_cohort as integer) as students_in_cohort,
        cast(students_retained as integer) as students_retained,
        cast(students_completed as integer) as students_completed,
        cast(students_in_cohort - students_completed as integer) as students_to_stay,
        {{ rate('students_retained', '(students_in_cohort - students_completed)') }}
            as retention_rate
    from observed
)

select * from final
