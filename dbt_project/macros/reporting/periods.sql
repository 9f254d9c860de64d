{% macro week_of(day) -%}
    cast(date_trunc('week', {{ day }}) as date)
{%- endmacro %}

{% macro month_of(day) -%}
    cast(date_trunc('month', {{ day }}) as date)
{%- endmacro %}

{% macro period_spine(period, first, last) -%}
    generate_series({{ first }}, {{ last }}, interval '1 {{ period }}')
{%- endmacro %}

{% macro year_month(day) -%}
    substr(cast({{ day }} as text), 1, 7)
{%- endmacro %}
