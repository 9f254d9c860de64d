{% macro as_of_date() -%}
    (select max(loads.as_of_date) from {{ ref('int_loads') }} as loads)
{%- endmacro %}

{% macro attendance_as_of_date() -%}
    (select max(loads.attendance_as_of_date) from {{ ref('int_loads') }} as loads)
{%- endmacro %}

{% macro week_ago() -%}
    ({{ as_of_date() }} - 7)
{%- endmacro %}
