{%- set reach = "interval '" ~ var('headline_months') ~ " months'" -%}
{%- set first_month = month_of(as_of_date()) ~ ' - ' ~ reach -%}
with

attendance as (
    select
        'attendance' as figure,
        session_month as month,
        campus,
        sum(students_attended) as part,
        sum(students_expected) as whole,
        0 as left_out
    from {{ ref('session_engagement') }}
    where is_taken = 1 and session_month >= {{ first_month }}
    group by session_month, campus
),

lost as (
    select
        'lost' as figure,
        month,
        nullif(campus, 'Unknown') as campus,
        sum(people_lost) as part,
        sum(people) as whole,
        sum(people_not_judged) as left_out
    from {{ ref('churn_by_month') }}
    where month >= {{ first_month }}
    group by month, campus
),

came as (
    select
        campus,
        sum(case when came_label = 'came' then 1 else 0 end) as came
    from {{ ref('student_engagement') }}
    where is_enrolled = 1
    group by campus
),

-- How many of them came lately is known of today alone.
enrolled as (
    select
        'enrolled' as figure,
        days.month,
        days.campus,
        case when days.day = {{ as_of_date() }} then coalesce(came.came, 0) end as part,
        days.students as whole,
        0 as left_out
    from {{ ref('int_enrolled_days') }} as days
    left join came on coalesce(days.campus, '') = coalesce(came.campus, '')
),

-- Where nobody needs a call, none is the figure. Who was new is known of today alone.
listed as (
    select
        {{ month_of(as_of_date()) }} as month,
        campus,
        is_new,
        1 as people
    from {{ ref('call_list') }}
    union all
    select distinct
        {{ month_of(as_of_date()) }} as month,
        campus,
        0 as is_new,
        0 as people
    from {{ ref('int_enrolled_days') }}
    union all
    select
        month,
        campus,
        cast(null as integer) as is_new,
        students as people
    from {{ ref('int_past_lists') }}
),

to_call as (
    select
        'to_call' as figure,
        month,
        campus,
        sum(is_new) as part,
        sum(people) as whole,
        0 as left_out
    from listed
    group by month, campus
),

final as (
    select * from attendance
    union all
    select * from lost
    union all
    select * from enrolled
    union all
    select * from to_call
)

select * from final
