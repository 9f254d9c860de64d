{% macro row_outcome(dropped_by) -%}
    case
        when {{ dropped_by }} is null then 'kept'
        when {{ dropped_by }} like '%copy' then 'duplicate'
        else 'set_aside'
    end
{%- endmacro %}

{% macro broken_rules(model, dropped_value, checks) -%}
{%- set conditions = [] -%}
{%- for check in checks -%}
    {%- do conditions.append(check.broken_if or check.lost ~ ' is null and ' ~ check.written ~ ' is not null') -%}
{%- endfor -%}
with

-- Most rows break no rule, and are not held against each of them.
breaking as (
    select * from {{ ref(model) }}
    where outcome != 'gone' and (dropped_by is not null or ({{ conditions | join(') or (') }}))
),

listed as (
    select
        breaking.load_id,
        breaking.source_row,
        breaking.outcome,
        rules.rule,
        rules.value
    from breaking
    cross join lateral (
        values
        (dropped_by, {{ dropped_value }}, dropped_by is not null)
        {%- for check in checks %},
        (
            '{{ check.rule }}',
            {{ check.written | default('cast(null as text)') }},
            dropped_by is null and ({{ conditions[loop.index0] }})
        )
        {%- endfor %}
    ) as rules (rule, value, is_broken)
    where rules.is_broken
)

select * from listed
{%- endmacro %}
