{#- The day the warehouse looks from, the same for all models of a build: int_loads fixes it. The only clock there is. -#}
{% macro as_of_date() -%}
    (select max(loads.as_of_date) from {{ ref('int_loads') }} as loads)
{%- endmacro %}
