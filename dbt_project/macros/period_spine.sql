{#- A set of rows: the first day of every period (`week`, `month`) from a first one to the one that a day is in. -#}
{% macro period_spine(period, first, last) -%}
    generate_series({{ first }}, {{ last }}, interval '1 {{ period }}')
{%- endmacro %}
