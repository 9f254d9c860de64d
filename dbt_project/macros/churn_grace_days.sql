{#- Days after its end in which a subscription may still be renewed before it counts as lost. See docs/churn.md. -#}
{% macro churn_grace_days() -%}
    {{ var('churn_grace_days') }}
{%- endmacro %}
