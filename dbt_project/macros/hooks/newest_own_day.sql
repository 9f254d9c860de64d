{% macro newest_own_day(source_name) -%}
    select coalesce(cast(max(own_day) + 1 as timestamptz), timestamptz '0001-01-01 00:00+00')
    from staging.loads
    where source = '{{ source_name }}' and status = 'landed'
{%- endmacro %}
