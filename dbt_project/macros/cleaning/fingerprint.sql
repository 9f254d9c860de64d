{% macro fingerprint(columns) -%}
    {%- for column in columns -%}
        coalesce(length(cast({{ column }} as text)) || ':' || cast({{ column }} as text), '-'){{ " || ',' || " if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{% macro value_or_text(value, written) -%}
    coalesce(cast({{ value }} as text), {{ written }})
{%- endmacro %}
