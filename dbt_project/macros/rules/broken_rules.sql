{% macro broken_rules(model, dropped_value, checks) -%}
with

rows_to_check as (
    select * from {{ ref(model) }}
),

dropped as (
    select
        load_id,
        source_row,
        outcome,
        dropped_by as rule,
        {{ dropped_value }} as value
    from rows_to_check
    where dropped_by is not null
),

checked as (
    select
        rows_to_check.load_id,
        rows_to_check.source_row,
        rows_to_check.outcome,
        checks.rule,
        checks.value
    from rows_to_check
    cross join lateral (
        values
        {%- for check in checks %}
        (
            '{{ check.rule }}',
            {{ check.written | default('cast(null as text)') }},
            {{ check.broken_if | default(check.lost ~ ' is null and ' ~ check.written ~ ' is not null') }}
        ){{ ',' if not loop.last }}
        {%- endfor %}
    ) as checks (rule, value, is_broken)
    where rows_to_check.dropped_by is null and checks.is_broken
)

select * from dropped
union all
select * from checked
{%- endmacro %}
