{#- The share of the programme (0 to 1) from which an ended subscription counts as finished, not lost. See docs/churn.md. -#}
{% macro churn_progress_threshold() -%}
    {{ var('churn_progress_threshold') }}
{%- endmacro %}
