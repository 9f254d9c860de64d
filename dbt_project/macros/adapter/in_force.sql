{% macro in_force(source_name) -%}
    {%- set loads = ref('int_loads') -%}
    {%- set load_ids = [] -%}
    {%- if execute and load_relation(loads) -%}
        {%- set found = run_query(
            "select load_id from " ~ loads ~ " where is_in_force and source_name = '" ~ source_name ~ "' order by load_id"
        ) -%}
        {%- set load_ids = found.columns[0].values() -%}
    {%- endif -%}
    _load_id in ({{ load_ids | join(', ') or 'null' }})
{%- endmacro %}
