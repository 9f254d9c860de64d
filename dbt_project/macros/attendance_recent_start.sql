{#- The first of the days that end with `as_of_date()` and count as recent. See docs/attendance.md. -#}
{% macro attendance_recent_start() -%}
    (cast({{ as_of_date() }} - interval '{{ var("attendance_recent_days") }} days' as date) + 1)
{%- endmacro %}
