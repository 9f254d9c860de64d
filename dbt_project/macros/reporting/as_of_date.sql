{% macro as_of_date() -%}
    (select max(loads.as_of_date) from {{ ref('int_loads') }} as loads)
{%- endmacro %}
