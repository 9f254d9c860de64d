{#- What a student attends a series of sessions of: a module, and a group of students. -#}
{% macro course_key(module, group_name) -%}
    {{ module }} || ' | ' || {{ group_name }}
{%- endmacro %}
