{% macro status_key(text) -%}
    coalesce(nullif({{ word_key(text) }}, ''), {{ text }})
{%- endmacro %}
