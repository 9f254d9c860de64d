{% macro materialized() -%}
    {{ adapter.dispatch('materialized')() }}
{%- endmacro %}

{% macro default__materialized() -%}
    materialized
{%- endmacro %}

{% macro spark__materialized() -%}{%- endmacro %}

{% macro computed_once() -%}
    {{ adapter.dispatch('computed_once')() }}
{%- endmacro %}

{% macro default__computed_once() -%}
    offset 0
{%- endmacro %}

{% macro spark__computed_once() -%}{%- endmacro %}

{% macro stored_by(columns) -%}
    {{ adapter.dispatch('stored_by')(columns) }}
{%- endmacro %}

{% macro default__stored_by(columns) -%}
    order by {{ columns }}
{%- endmacro %}

{% macro spark__stored_by(columns) -%}
    {#- Each file in itself: all files in one order would work out the rows twice, to cut them evenly. -#}
    sort by {{ columns }}
{%- endmacro %}

{% macro analysed() -%}
    {{ adapter.dispatch('analysed')() }}
{%- endmacro %}

{% macro default__analysed() -%}
    analyze {{ this }}
{%- endmacro %}

{% macro spark__analysed() -%}{%- endmacro %}
