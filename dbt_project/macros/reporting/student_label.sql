{% macro student_label(student_id, name) -%}
    {{ 'coalesce(' ~ name ~ ', ' ~ student_id ~ ')' if var('dashboard_shows_names') else student_id }}
{%- endmacro %}
