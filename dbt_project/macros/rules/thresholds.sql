{% macro churn_progress_threshold() -%}
    {{ var('churn_progress_threshold') }}
{%- endmacro %}

{% macro churn_grace_days() -%}
    {{ var('churn_grace_days') }}
{%- endmacro %}

{% macro attendance_recent_start(until) -%}
    ({{ until }} - {{ var("attendance_recent_days") }} + 1)
{%- endmacro %}

{% macro attendance_trend_start() -%}
    cast({{ attendance_as_of_date() }} - interval '{{ var("attendance_trend_years") }} years' as date)
{%- endmacro %}

{% macro plausible_birth_date(birth_date, on_date) -%}
    case
        when {{ birth_date }} <= {{ on_date }} - interval '10 years'
            and {{ birth_date }} >= {{ on_date }} - interval '90 years'
            then {{ birth_date }}
    end
{%- endmacro %}

{% macro plausible_minutes(minutes) -%}
    case when {{ minutes }} between 1 and {{ var('longest_session_minutes') }} then {{ minutes }} end
{%- endmacro %}

{% macro plausible_progress(progress) -%}
    case when {{ progress }} between 0 and 1 then round({{ progress }}, 6) end
{%- endmacro %}

{% macro real_date(day) -%}
    case
        when {{ day }} between cast('{{ var("earliest_real_date") }}' as date) and cast('{{ var("latest_real_date") }}' as date)
            and {{ day }} != cast('1970-01-01' as date)
            then {{ day }}
    end
{%- endmacro %}

{% macro gap_days(grace_days) -%}
    greatest({{ var('term_break_days') }}, {{ grace_days }})
{%- endmacro %}
