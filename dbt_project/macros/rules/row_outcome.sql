{% macro row_outcome(dropped_by) -%}
    case
        when {{ dropped_by }} is null then 'kept'
        when {{ dropped_by }} like '%copy' then 'duplicate'
        else 'set_aside'
    end
{%- endmacro %}

{% macro broken_rules(model, dropped_value, checks, beside='') -%}
{%- set conditions, rules, values = [], ['dropped_by'], [dropped_value] -%}
{%- for check in checks -%}
    {%- set broken = '(' ~ (check.broken_if or check.lost ~ ' is null and ' ~ check.written ~ ' is not null') ~ ')' -%}
    {%- do conditions.append(broken) -%}
    {%- do rules.append("case when dropped_by is null and " ~ broken ~ " then '" ~ check.rule ~ "' end") -%}
    {%- do values.append(check.written | default(as_text('null'))) -%}
{%- endfor -%}
with

-- Most rows break no rule, and are not held against each of them.
breaking as (
    select * from {{ ref(model) }} {{ beside }}
    where outcome != 'gone' and (dropped_by is not null or {{ conditions | join(' or ') }})
),

listed as (
    select
        breaking.load_id,
        breaking.source_row,
        breaking.outcome,
        rules.rule,
        rules.value
    from breaking
    cross join lateral {{ rows_of_lists('rules', {'rule': rules, 'value': values}) }}
    where rules.rule is not null
)

select * from listed
{%- endmacro %}
