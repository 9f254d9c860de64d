{% macro keys_not_held(marts) -%}
    {{ adapter.dispatch('keys_not_held')(marts) }}
{%- endmacro %}

{% macro default__keys_not_held(marts) -%}
with

promised as (
    select * from (
        {{ promised_keys(marts) }}
    ) as promises (mart, kind, column_names)
),

enforced as (
    select
        pg_constraint.conrelid as mart,
        case pg_constraint.contype
            when 'p' then 'primary_key' when 'f' then 'foreign_key' when 'u' then 'unique'
            when 'c' then 'check'
        end as kind,
        string_agg(pg_attribute.attname, ', ' order by keys.place) as column_names
    from pg_constraint
    cross join lateral unnest(pg_constraint.conkey) with ordinality as keys (attnum, place)
    inner join pg_attribute
        on pg_constraint.conrelid = pg_attribute.attrelid and keys.attnum = pg_attribute.attnum
    where pg_constraint.convalidated
    group by pg_constraint.oid, pg_constraint.conrelid, pg_constraint.contype

    union all

    select
        attrelid as mart,
        'not_null' as kind,
        attname as column_names
    from pg_attribute
    where attnotnull and attnum > 0
)

select promised.*
from promised
left join enforced
    on
        promised.mart = enforced.mart
        and promised.kind = enforced.kind
        and promised.column_names = enforced.column_names
where enforced.mart is null
{%- endmacro %}

{% macro spark__keys_not_held(marts) -%}
    {#- Delta holds a mart to its checks and to "never empty"; whether its keys hold has to be counted. -#}
    {%- set broken = ['select null as mart, null as kind, null as column_names where false'] -%}
    {%- for mart in marts -%}
        {%- set relation = ref(mart) -%}
        {%- for key in keys_promised(mart) -%}
            {%- set columns = key.columns | join(', ') -%}
            {%- set found = "select '" ~ mart ~ "', '" ~ key.type ~ "', '" ~ columns ~ "' from " ~ relation ~ ' as mart ' -%}
            {%- if key.type in ('primary_key', 'unique') -%}
                {%- do broken.append(found ~ 'group by ' ~ columns ~ ' having count(*) > 1') -%}
            {%- elif key.type == 'foreign_key' -%}
                {%- do broken.append(
                    found ~ 'left anti join ' ~ ref(key.to.split("'")[1]) ~ ' as other on mart.' ~ columns ~ ' = other.'
                    ~ key.to_columns[0] ~ ' where mart.' ~ columns ~ ' is not null'
                ) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ broken | join('\nunion all\n') }}
{%- endmacro %}

{% macro promised_keys(marts) -%}
    {%- set promised = [] -%}
    {%- for mart in marts -%}
        {%- set relation = ref(mart) -%}
        {%- for key in keys_promised(mart) -%}
            {%- do promised.append((relation, key.type, key.columns | join(', '))) -%}
        {%- endfor -%}
    {%- endfor -%}
    values
    {%- for relation, kind, columns in promised %}
        (to_regclass('{{ relation }}'), '{{ kind }}', '{{ columns }}'){{ ',' if not loop.last }}
    {%- else %}
        (cast(null as regclass), '', '')
    {%- endfor %}
{%- endmacro %}

{% macro keys_promised(mart) -%}
    {%- set keys = [] -%}
    {%- for node in (graph.nodes.values() if execute else []) if node.resource_type == 'model' and node.name == mart -%}
        {%- do keys.extend(node.constraints) -%}
        {%- for column in node.columns.values() -%}
            {%- for constraint in column.constraints -%}
                {%- do keys.append(dict(constraint, columns=[column.name])) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(keys) }}
{%- endmacro %}
