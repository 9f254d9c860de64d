{% macro csv_cell(text) -%}
    case when {{ text }} ~ '[",\n]' then '"' || replace({{ text }}, '"', '""') || '"' else {{ text }} end
{%- endmacro %}
