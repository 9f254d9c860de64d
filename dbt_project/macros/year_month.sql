{#- The month of a day as text that sorts in order of time, such as `2026-11`. -#}
{% macro year_month(day) -%}
    substr(cast({{ day }} as text), 1, 7)
{%- endmacro %}
