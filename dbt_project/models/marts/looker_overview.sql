with

shown as (
    select
        *,
        case when figure = 'attendance' then value * 100 else value end as shown
    from {{ ref('headline_figures') }}
    where is_complete = 1
),

figures as (
    select
        month,
        coalesce(campus, 'All campuses') as campus,
        figure,
        case when scope = 'school' then shown end as of_all,
        case when scope = 'school' and is_current = 1 then shown end as of_all_now,
        case when is_current = 1 then shown end as of_campus_now
    from shown
),

-- Each figure is in one row of those that a chart adds up, so that sum, average and maximum agree.
final as (
    select
        -- key
        month,
        campus,

        -- the whole school, month by month
        cast(max(case when figure = 'attendance' then of_all end) as numeric(4, 1))
            as attendance_percent_by_month,
        cast(max(case when figure = 'enrolled' then of_all end) as integer) as enrolled_by_month,
        cast(max(case when figure = 'lost' then of_all end) as integer) as lost_by_month,

        -- the whole school now
        cast(max(case when figure = 'attendance' then of_all_now end) as numeric(4, 1))
            as attendance_percent,
        cast(max(case when figure = 'enrolled' then of_all_now end) as integer) as enrolled,
        cast(max(case when figure = 'lost' then of_all_now end) as integer) as lost,
        cast(max(case when figure = 'to_call' then of_all_now end) as integer) as to_call,

        -- each campus now, and all of them
        cast(max(case when figure = 'attendance' then of_campus_now end) as numeric(4, 1))
            as attendance_percent_of_campus,
        cast(max(case when figure = 'enrolled' then of_campus_now end) as integer)
            as enrolled_of_campus,
        cast(max(case when figure = 'lost' then of_campus_now end) as integer) as lost_of_campus,
        cast(max(case when figure = 'to_call' then of_campus_now end) as integer)
            as to_call_of_campus
    from figures
    group by month, campus
)

select * from final
