{#- An e-mail address in small letters, or null for text that cannot be one. -#}
{% macro parse_email(text) -%}
    case when {{ text }} ~ '^[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]{2,}$' then lower({{ text }}) end
{%- endmacro %}
