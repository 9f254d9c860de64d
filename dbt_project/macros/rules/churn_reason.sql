{% macro churn_reason(status) -%}
    case
        when {{ status }} != 'churned' then null
        when progress = 0 or start_date = end_date then 'never_started'
        when progress < {{ var('churn_early_progress') }} then 'dropped_early'
        else 'stopped_before_diploma'
    end
{%- endmacro %}
