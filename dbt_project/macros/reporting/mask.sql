{% macro mask(text) -%}
    left({{ text }}, 1) || '… (' || length({{ text }}) || ' characters)'
{%- endmacro %}
