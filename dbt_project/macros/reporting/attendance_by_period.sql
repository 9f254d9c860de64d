{% macro attendance_by_period(period) -%}
{%- set keys = [period, 'module', 'country_name', 'campus', 'track'] | join(', ') -%}
with

sessions as (
    select
        *,
        session_{{ period }} as {{ period }}
    from {{ ref('session_attendance') }}
    where session_{{ period }} >= {{ attendance_trend_start() }}
),

countries as (
    select
        country_name,
        min(country_code) as country_code
    from {{ ref('int_student_homes') }}
    group by country_name
),

summed as (
    select
        {{ keys }},
        count(*) as sessions_taken,
        sum(students_attended) as attendances,
        sum(students_expected) as attendances_expected,
        sum(minutes_attended) as minutes_attended
    from sessions
    group by {{ keys }}
),

counted as (
    select
        *,
        session_{{ period }} as {{ period }}
    from {{ ref('int_students_by_' ~ period) }}
),

filled as (
    select
        module,
        country_name,
        campus,
        track,
        {{ period_spine(period, 'min(' ~ period ~ ')', attendance_as_of_date()) }} as {{ period }}
    from summed
    group by module, country_name, campus, track
),

final as (
    select
        filled.{{ period }},
        filled.module,
        countries.country_code,
        filled.country_name,
        filled.campus,
        filled.track,
        {%- set is_over = "filled." ~ period ~ " + interval '1 " ~ period ~ "' <= " ~ attendance_as_of_date() ~ " + 1" %}
        case when {{ is_over }} then 1 else 0 end as is_complete,
        case when {{ is_over }} then 'complete' else 'still running' end as complete_label,
        cast(coalesce(summed.sessions_taken, 0) as integer) as sessions_taken,
        cast(coalesce(counted.students, 0) as integer) as students,
        cast(
            sum(coalesce(counted.students, 0)) over (
                partition by filled.{{ period }}, filled.module, filled.country_name
            ) as integer
        ) as students_of_country,
        cast(coalesce(summed.attendances, 0) as bigint) as attendances,
        cast(coalesce(summed.attendances_expected, 0) as bigint) as attendances_expected,
        {{ rate('summed.attendances', 'summed.attendances_expected') }} as taken_attendance_rate,
        cast(coalesce(summed.minutes_attended, 0) as bigint) as minutes_attended
    from filled
    left join summed using ({{ keys }})
    left join counted using ({{ keys }})
    left join countries on filled.country_name = countries.country_name
)

select * from final
{%- endmacro %}
