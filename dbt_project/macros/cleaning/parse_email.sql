{% macro parse_email(text) -%}
    case when {{ matches(text, '^[^@\\s,;<>]+@[^@\\s,;<>]+[.][^@\\s,;<>.]{2,}$') }} then lower({{ text }}) end
{%- endmacro %}
