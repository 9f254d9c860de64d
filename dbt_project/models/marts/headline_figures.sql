{%- set month_end = "cast(month + interval '1 month' as date) - 1" -%}
{%- set day_of_month = days_between(month_of(as_of_date()), as_of_date()) -%}
with

scoped as (
    select
        figure,
        month,
        campus,
        case when grouping(campus) = 1 then 'school' else 'campus' end as scope,
        {{ month_end }} as month_end,
        sum(part) as part,
        sum(whole) as whole,
        sum(left_out) as left_out
    from {{ ref('int_figure_months') }}
    group by grouping sets ((figure, month), (figure, month, campus))
),

-- A figure of a day is of today, one of a month is shown once that is over.
dated as (
    select
        *,
        coalesce(campus, '') as campus_key,
        case figure
            when 'attendance' then part / nullif(cast(whole as numeric(18, 0)), 0)
            when 'lost' then part
            else whole
        end as value,
        case figure
            when 'attendance' then least(month_end, {{ attendance_as_of_date() }})
            when 'lost' then least(month_end, {{ as_of_date() }})
            else least(month_end, month + {{ day_of_month }})
        end as day,
        figure in ('enrolled', 'to_call')
        or month_end <= case figure
            when 'attendance' then {{ attendance_as_of_date() }} else {{ as_of_date() }}
        end as is_complete
    from scoped
    where scope = 'school' or campus is not null
),

compared as (
    select
        now.*,
        former.part as part_before,
        former.whole as whole_before,
        former.value as value_before,
        last_year.part as part_year_before,
        last_year.whole as whole_year_before,
        last_year.value as value_year_before,
        now.month = max(case when now.is_complete then now.month end)
            over (partition by now.figure) as is_current,
        case
            when now.figure = 'attendance' then now.value - former.value
            else (now.value - former.value) / greatest(former.value, 1)
        end as change
    from dated as now
    left join dated as former
        on
            now.figure = former.figure
            and now.scope = former.scope
            and now.campus_key = former.campus_key
            and now.month = cast(former.month + interval '1 month' as date)
    left join dated as last_year
        on
            now.figure = last_year.figure
            and now.scope = last_year.scope
            and now.campus_key = last_year.campus_key
            and now.month = cast(last_year.month + interval '1 year' as date)
),

final as (
    select
        figure,
        scope,
        campus,
        month,
        day,
        cast(is_complete as integer) as is_complete,
        cast(coalesce(is_current, false) as integer) as is_current,
        cast(part as bigint) as part,
        cast(whole as bigint) as whole,
        cast(left_out as bigint) as left_out,
        cast(value as numeric(18, 6)) as value,
        cast(part_before as bigint) as part_before,
        cast(whole_before as bigint) as whole_before,
        cast(value_before as numeric(18, 6)) as value_before,
        cast(part_year_before as bigint) as part_year_before,
        cast(whole_year_before as bigint) as whole_year_before,
        cast(value_year_before as numeric(18, 6)) as value_year_before,
        cast(change as numeric(18, 6)) as change,
        {{ judgement('figure', 'change') }} as judgement,
        {{ change_size('figure', 'change') }} as change_size,
        {{ as_of_date() }} as as_of_date
    from compared
)

select * from final
