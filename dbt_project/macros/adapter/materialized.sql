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

{% macro analysed() -%}
    {{ adapter.dispatch('analysed')() }}
{%- endmacro %}

{% macro default__analysed() -%}
    analyze {{ this }}
{%- endmacro %}

{% macro spark__analysed() -%}{%- endmacro %}
