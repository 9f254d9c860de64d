{#- A part of a whole as a fraction, or null where there is no whole. -#}
{% macro rate(numerator, denominator) -%}
    cast({{ numerator }} / nullif(cast({{ denominator }} as numeric), 0) as numeric(7, 6))
{%- endmacro %}
