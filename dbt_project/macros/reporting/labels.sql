{% macro flag_label(flag, if_true, if_false) -%}
    case {{ flag }} when true then '{{ if_true }}' when false then '{{ if_false }}' else 'unknown' end
{%- endmacro %}

{% macro student_label(student_id, name) -%}
    {{ 'coalesce(' ~ name ~ ', ' ~ student_id ~ ')' if var('dashboard_shows_names') else student_id }}
{%- endmacro %}
