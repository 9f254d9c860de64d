{% macro spoken_date(day) -%}
    to_char({{ day }}, 'FMDD FMMonth YYYY')
{%- endmacro %}
