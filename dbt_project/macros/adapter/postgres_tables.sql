{% macro postgres__get_table_columns_and_constraints() -%}
    {%- set columns = {} -%}
    {%- for column in model.columns.values() -%}
        {%- set constraints = column.constraints | selectattr('type', 'eq', 'not_null') | list -%}
        {%- do columns.update({column.name: dict(column, constraints=constraints)}) -%}
    {%- endfor -%}
    ({{ adapter.render_raw_columns_constraints(raw_columns=columns) | join(', ') }})
{%- endmacro %}

{% macro postgres__create_indexes(relation) -%}
    {%- set keys = model.constraints | list -%}
    {%- for column in model.columns.values() -%}
        {%- for constraint in column.constraints if constraint.type != 'not_null' -%}
            {%- do keys.append(dict(constraint, columns=[column.name])) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for key in adapter.render_raw_model_constraints(raw_constraints=keys) if config.get('contract').enforced -%}
        {%- do run_query('alter table ' ~ relation ~ ' add ' ~ key) -%}
    {%- endfor -%}
    {{ dbt.default__create_indexes(relation) }}
{%- endmacro %}

{% macro postgres__apply_grants(relation, grant_config, should_revoke=True) -%}
    {#- The word in a column's meta that closes it to a login. -#}
    {%- set closed_by = {'warehouse_reporter': 'pii', 'warehouse_graph': 'not_for_graph'} -%}
    {%- for privilege, grantees in (grant_config or {}).items() -%}
        {%- for grantee in grantees -%}
            {%- set word = 'config.meta.' ~ closed_by[grantee] -%}
            {%- set open = model.columns.values() | rejectattr(word) | map(attribute='name') | list -%}
            {%- set is_partial = grantee in closed_by and open | length < model.columns | length -%}
            {%- set columns = '(' ~ open | join(', ') ~ ')' if is_partial else '' -%}
            {%- do run_query('grant ' ~ privilege ~ ' ' ~ columns ~ ' on ' ~ relation ~ ' to ' ~ grantee) -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endmacro %}

{% macro postgres__get_columns_in_relation(relation) -%}
    {%- set found = run_query(
        "select attname, format_type(atttypid, atttypmod) from pg_attribute where attrelid = to_regclass('" ~ relation ~ "')"
        " and attnum > 0 and not attisdropped order by attnum"
    ) -%}
    {%- set columns = [] -%}
    {%- for name, kind in found.rows -%}
        {%- do columns.append(api.Column(name, kind)) -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro %}
