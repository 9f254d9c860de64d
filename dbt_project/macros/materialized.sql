{#-
    Written behind `as` of a CTE whose columns cost much and are read several times: PostgreSQL then works them out once per row, where it
    would otherwise put the whole expression into each place that reads it.
-#}
{% macro materialized() -%}
    {{ adapter.dispatch('materialized')() }}
{%- endmacro %}

{% macro default__materialized() -%}
    materialized
{%- endmacro %}
