{% macro require_a_load() -%}
    {%- if execute and not load_relation(source('staging', 'loads')) -%}
        {{ exceptions.raise_compiler_error('nothing has been loaded yet: run `make load` first') }}
    {%- endif -%}
{%- endmacro %}
