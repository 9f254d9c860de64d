{%- set place = 'country_name, campus, track' -%}
with

counted as (
    select
        cohort_month,
        {{ place }},
        month as activity_month,
        min(country_code) as country_code,
        count(*) as students_active
    from {{ ref('student_months') }}
    group by cohort_month, {{ place }}, month
),

-- All of a cohort is active in its first month.
filled as (
    select
        cohort_month,
        {{ place }},
        country_code,
        students_active as students_in_cohort,
        {{ period_spine('month', 'cohort_month', attendance_as_of_date()) }} as activity_month
    from counted
    where activity_month = cohort_month
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
            and filled.campus = counted.campus
            and filled.track = counted.track
            and filled.activity_month = counted.activity_month
    left join {{ ref('int_cohort_completions') }} as completions
        on
            filled.cohort_month = completions.cohort_month
            and filled.country_name = completions.country_name
            and filled.campus = completions.campus
            and filled.track = completions.track
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
        {{ place }},

        -- when and where
        activity_month,
        country_code,
        case when students_retained is null then 0 else 1 end as is_complete,
        case when students_retained is null then 'still running' else 'complete' end
            as complete_label,

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
