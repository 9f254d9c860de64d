{% macro rate(numerator, denominator) -%}
    cast({{ numerator }} / nullif(cast({{ denominator }} as numeric), 0) as numeric(7, 6))
{%- endmacro %}
