{#- One text for the contents of several columns: equal exactly where all of them are equal, nulls included. -#}
{% macro fingerprint(columns) -%}
    {%- for column in columns -%}
        coalesce(length(cast({{ column }} as text)) || ':' || cast({{ column }} as text), '-'){{ " || ',' || " if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
