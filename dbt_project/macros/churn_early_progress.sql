{#- The share of the programme (0 to 1) below which a lost subscription was dropped early. See docs/churn.md. -#}
{% macro churn_early_progress() -%}
    {{ var('churn_early_progress') }}
{%- endmacro %}
