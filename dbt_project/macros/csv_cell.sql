{#- Text as a cell of a CSV file, in quotes where it needs them. -#}
{% macro csv_cell(text) -%}
    case when {{ text }} ~ '[",\n]' then '"' || replace({{ text }}, '"', '""') || '"' else {{ text }} end
{%- endmacro %}
