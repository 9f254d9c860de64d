{% macro spark__create_table_as(temporary, relation, compiled_code, language='sql') -%}
    {%- if temporary -%}
        create or replace temporary view {{ relation }} as {{ compiled_code }}
    {%- elif not config.get('contract').enforced -%}
        create or replace table {{ relation }} using delta as {{ compiled_code }}
    {%- else -%}
        {{ get_assert_columns_equivalent(compiled_code) }}
        {#- Delta holds every written row to the contract, where the table was made from it; readers see the old rows until all new ones passed. -#}
        {%- set columns, checks = spark_columns(), spark_checks() -%}
        {%- set shape = local_md5(columns ~ checks) -%}
        {%- if shape not in (load_relation(relation) or {}).information | default('') -%}
            {%- do run_query(
                'create or replace table ' ~ relation ~ ' (' ~ columns ~ ") using delta tblproperties ('contract' = '" ~ shape ~ "')"
            ) -%}
            {%- for check in checks -%}
                {%- do run_query('alter table ' ~ relation ~ ' add constraint check_' ~ loop.index ~ ' check (' ~ check ~ ')') -%}
            {%- endfor -%}
        {%- endif -%}
        insert overwrite table {{ relation }}
        {{ get_select_subquery(compiled_code) }}
    {%- endif -%}
{%- endmacro %}

{% macro spark__persist_constraints(relation, model) -%}{%- endmacro %}

{% macro spark__apply_grants(relation, grant_config, should_revoke=True) -%}{%- endmacro %}

{% macro spark_columns() -%}
    {%- for column in model.columns.values() -%}
        {{ column.name }} {{ spark_type(column.data_type) }}
        {{- ' not null' if column.constraints | selectattr('type', 'eq', 'not_null') | list }}{{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{% macro spark_checks() -%}
    {%- set constraints = model.constraints | list -%}
    {%- for column in model.columns.values() -%}
        {%- do constraints.extend(column.constraints) -%}
    {%- endfor -%}
    {%- do return(constraints | selectattr('type', 'eq', 'check') | map(attribute='expression') | list) -%}
{%- endmacro %}

{% macro spark_type(data_type) -%}
    {%- set names = {'text': 'string', 'timestamp without time zone': 'timestamp_ntz', 'timestamp with time zone': 'timestamp', 'double precision': 'double'} -%}
    {{ names.get(data_type, data_type | replace('numeric', 'decimal')) }}
{%- endmacro %}

{% macro spark__get_empty_schema_sql(columns) -%}
    select
    {%- for column in columns.values() %}
        cast(null as {{ spark_type(column.data_type) }}) as {{ column.name }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{% macro spark__create_csv_table(model, agate_table) -%}
    {%- set sql -%}
        create or replace table {{ this }} ({{ spark_seed_columns(model, agate_table) | join(', ') }}) using delta
    {%- endset -%}
    {%- do run_query(sql) -%}
    {%- do return(sql) -%}
{%- endmacro %}

{% macro spark__load_csv_rows(model, agate_table) -%}
    {#- dbt-spark writes a null as the word None and leaves quotes as they are (dbt-labs/dbt-adapters#487). -#}
    {%- set sql -%}
        insert overwrite table {{ this }}
        {%- for row in agate_table.rows %}
        {{ 'values' if loop.first }} (
            {%- for value in row -%}
                {{ 'null' if value is none else text_literal(value | string) }}{{ ', ' if not loop.last }}
            {%- endfor -%}
        ){{ ',' if not loop.last }}
        {%- endfor %}
    {%- endset -%}
    {%- do adapter.add_query(sql, abridge_sql_log=True) -%}
    {%- do return(sql) -%}
{%- endmacro %}

{% macro spark_seed_columns(model, agate_table) -%}
    {%- set types, columns = model.config.get('column_types', {}), [] -%}
    {%- for name in agate_table.column_names -%}
        {%- do columns.append(name ~ ' ' ~ spark_type(types.get(name, adapter.convert_type(agate_table, loop.index0)))) -%}
    {%- endfor -%}
    {%- do return(columns) -%}
{%- endmacro %}
