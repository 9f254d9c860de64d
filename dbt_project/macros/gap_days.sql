{#- How many days may lie between two subscriptions of one person that follow each other: the longer of break and grace. -#}
{% macro gap_days(grace_days) -%}
    greatest({{ var('term_break_days') }}, {{ grace_days }})
{%- endmacro %}
