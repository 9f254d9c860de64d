{% macro thousands(number) -%}
    to_char({{ number }}, 'FM999,999,999,999')
{%- endmacro %}
