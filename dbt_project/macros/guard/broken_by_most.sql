{% macro broken_by_most(source_name) -%}
    select
        '{{ source_name }}' as source_name,
        rule,
        rows_broken,
        rows_written,
        rule || ': ' || {{ thousands('rows_broken') }} || ' of ' || {{ thousands('rows_written') }}
        || coalesce('; ' || how_near, '') as sentence
    from broken
    -- Of a handful of rows, most is not much.
    where
        rows_landed >= 100
        and rows_broken > {{ var('largest_share_breaking_a_rule') }} * greatest(rows_written, 100)
{%- endmacro %}
