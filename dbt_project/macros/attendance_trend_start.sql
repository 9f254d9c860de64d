{#- The day from which on attendance is shown over time. Sessions dated before it are old, or a typing error such as the year 0203. -#}
{% macro attendance_trend_start() -%}
    cast({{ as_of_date() }} - interval '{{ var("attendance_trend_years") }} years' as date)
{%- endmacro %}
