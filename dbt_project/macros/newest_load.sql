{#- A query for when the newest load of a source landed; a source that never landed is as old as can be. -#}
{% macro newest_load(source_name) -%}
    select coalesce(max(finished_at), timestamptz '0001-01-01 00:00+00')
    from staging.loads
    where source = '{{ source_name }}' and status = 'landed'
{%- endmacro %}
