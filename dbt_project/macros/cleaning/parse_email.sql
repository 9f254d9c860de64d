{% macro parse_email(text) -%}
    case when {{ text }} ~ '^[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]{2,}$' then lower({{ text }}) end
{%- endmacro %}
