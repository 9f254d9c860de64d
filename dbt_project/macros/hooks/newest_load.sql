{% macro newest_load(source_name) -%}
    select coalesce(max(finished_at), timestamptz '0001-01-01 00:00+00')
    from staging.loads
    where source = '{{ source_name }}' and status = 'landed'
{%- endmacro %}
