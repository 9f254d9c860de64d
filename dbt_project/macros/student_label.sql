{#- What a page calls a student: the key, which the school's own system turns into a person, or the name where `dashboard_shows_names`. -#}
{% macro student_label(student_id, name) -%}
    {{ 'coalesce(' ~ name ~ ', ' ~ student_id ~ ')' if var('dashboard_shows_names') else student_id }}
{%- endmacro %}
