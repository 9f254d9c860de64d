{% macro spelling_key(text) -%}
    translate(lower({{ text }}), '’‘`´', '''''''''')
{%- endmacro %}
