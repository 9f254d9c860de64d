{% macro csv_cell(text) -%}
    case when {{ matches(text, '[",\\n]') }} then '"' || replace({{ text }}, '"', '""') || '"' else {{ text }} end
{%- endmacro %}
