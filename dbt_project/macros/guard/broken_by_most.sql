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

{% macro broken_cells(model, rules, where=true) -%}
    {%- set lists = {'rule': [], 'rows_broken': [], 'rows_written': []} -%}
    {%- for rule in rules -%}
        {%- do lists.rule.append("'" ~ rule ~ "'") -%}
        {%- do lists.rows_broken.append('counted.broken_' ~ loop.index) -%}
        {%- do lists.rows_written.append('counted.written_' ~ loop.index) -%}
    {%- endfor -%}
    with

    counted as (
        select
            count(*) as rows_landed
            {%- for rule, conditions in rules.items() %},
            count(*) filter (where {{ conditions.written | default('true') }}) as written_{{ loop.index }},
            count(*) filter (where {{ conditions.broken }}) as broken_{{ loop.index }}
            {%- endfor %}
        from {{ ref(model) }}
        where {{ where }}
    ),

    broken as (
        select
            rules.*,
            counted.rows_landed,
            {{ as_text('null') }} as how_near
        from counted
        cross join lateral {{ rows_of_lists('rules', lists) }}
    )
{%- endmacro %}

{% macro unreadable(written, lost) -%}
    {{ return({
        'written': written ~ ' is not null',
        'broken': written ~ ' is not null and ' ~ lost ~ ' is null',
    }) }}
{%- endmacro %}
