{#- What makes two spellings of a name the same name: letter case and the kind of apostrophe do not count. -#}
{% macro name_key(name) -%}
    translate(lower({{ name }}), '’‘`´', '''''''''')
{%- endmacro %}
