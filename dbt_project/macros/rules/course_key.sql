{% macro course_key(module, group_name) -%}
    {{ module }} || ' | ' || {{ group_name }}
{%- endmacro %}
