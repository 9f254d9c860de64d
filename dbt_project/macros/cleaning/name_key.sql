{% macro name_key(name) -%}
    translate(lower({{ name }}), '’‘`´', '''''''''')
{%- endmacro %}
