{% macro require_a_load() -%}
    {%- if execute and not load_relation(source('staging', 'loads')) -%}
        {{ exceptions.raise_compiler_error('nothing has been loaded yet: run `make load` first') }}
    {%- elif execute -%}
        {%- set found = run_query(
            "select table_name || '.' || column_name from information_schema.columns where table_schema = 'staging'"
        ).columns[0].values() | list -%}
        {%- for table in graph.sources.values() if table.schema == 'staging' -%}
            {%- for column in table.columns if table.identifier ~ '.' ~ column not in found -%}
                {{ exceptions.raise_compiler_error(
                    'the newest load is of an older version of this project (staging.' ~ table.identifier ~ ' has no column '
                    ~ column ~ '): load once more with this version: `make load DATA=folder`'
                ) }}
            {%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
