{% macro rate(numerator, denominator) -%}
    cast({{ numerator }} / nullif(cast({{ denominator }} as numeric(18, 0)), 0) as numeric(7, 6))
{%- endmacro %}
