{#- A query of one expression over the loads of a source that count on the day the warehouse looks from. -#}
{% macro loads_in_force(expression, source_name) -%}
    select {{ expression }} from {{ ref('stg_loads') }} where source_name = '{{ source_name }}' and is_in_force
{%- endmacro %}
