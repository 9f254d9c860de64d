{% macro cells_of(json) -%}
    {{ adapter.dispatch('cells_of')(json) }}
{%- endmacro %}

{% macro default__cells_of(json) -%}
    jsonb_each_text({{ json }})
{%- endmacro %}

{% macro spark__cells_of(json) -%}
    explode(from_json({{ json }}, 'map<string, string>'))
{%- endmacro %}
