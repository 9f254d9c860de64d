{% macro in_force(source_name, is_register=false) -%}
    {#- Cells of a register are read apart: its rows are students, no marks. -#}
    {{- require_landed_tables() -}}
    {%- set loads = ref('int_loads') -%}
    {%- set settings = source('staging', 'load_settings') -%}
    {%- set load_ids = [] -%}
    {%- if execute and load_relation(loads) -%}
        {%- set found = run_query(
            "select load_id from " ~ loads ~ " where is_in_force and source_name = '" ~ source_name
            ~ "' and load_id " ~ ("" if is_register else "not ") ~ "in (select load_id from " ~ settings
            ~ " where setting = 'register') order by load_id"
        ) -%}
        {%- set load_ids = found.columns[0].values() -%}
    {%- endif -%}
    _load_id in ({{ load_ids | join(', ') or 'null' }})
{%- endmacro %}
