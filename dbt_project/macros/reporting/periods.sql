{% macro week_of(day) -%}
    cast(date_trunc('week', {{ day }}) as date)
{%- endmacro %}

{% macro month_of(day) -%}
    cast(date_trunc('month', {{ day }}) as date)
{%- endmacro %}

{% macro year_month(day) -%}
    substr({{ as_text(day) }}, 1, 7)
{%- endmacro %}
