{% macro require_tls() -%}
    {%- set is_here = target.host in ('', 'localhost', '::1') or target.host.startswith(('127.', '/')) -%}
    {%- if execute and not (is_here or target.sslmode or env_var('PGSSLMODE', '')) -%}
        {{ exceptions.raise_compiler_error(
            "profiles.yml: target `" ~ target.name ~ "` leads to another machine, `" ~ target.host ~ "`, and has no `sslmode`: "
            "add `sslmode: verify-full`, and `sslrootcert` with the file of its CA certificate"
        ) }}
    {%- endif -%}
{%- endmacro %}

{% macro require_own_login() -%}
    {%- if execute and target.type == 'postgres' and (target.user != 'warehouse_transformer' or target.role) -%}
        {{ exceptions.raise_compiler_error(
            "profiles.yml: in target `" ~ target.name ~ "` dbt logs in as `" ~ target.user ~ "`, not as `warehouse_transformer` alone: "
            "run `make setup`, which mends it, then `make up`, or for a server elsewhere `python -m common roles`"
        ) }}
    {%- endif -%}
{%- endmacro %}

{% macro require_no_other_build() -%}
    {%- if execute and target.type == 'postgres' and flags.WHICH in ('build', 'run', 'seed') -%}
        {#- Named before it looks, so that of two that start at once none overlooks the other. Of a dbt that was killed, a statement may still run. -#}
        {%- do run_query("set application_name = 'dbt " ~ flags.WHICH ~ "'") -%}
        {%- for pid, place, since in run_query(
            "select pid, coalesce(host(client_addr), 'this machine'), cast(date_trunc('second', backend_start) as text)"
            " from pg_stat_activity where usename = current_user and datname = current_database()"
            " and (application_name in ('dbt build', 'dbt run', 'dbt seed') or application_name = 'dbt' and state = 'active')"
            " and pid <> pg_backend_pid() order by pid"
        ).rows -%}
            {{ exceptions.raise_compiler_error(
                "another build is at work: user " ~ target.user ~ " from " ~ place ~ ", PostgreSQL process " ~ pid ~ ", since " ~ since
                ~ "; wait until it ends"
            ) }}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{% macro require_a_load() -%}
    {%- set first = '`make load`' if target.type == 'postgres' else '`make refresh TARGET=spark DATA=folder`' -%}
    {%- if execute and not load_relation(source('staging', 'loads')) -%}
        {{ exceptions.raise_compiler_error('nothing has been loaded yet: run ' ~ first ~ ' first') }}
    {%- elif execute and not adapter.get_relation(target.database, 'history', 'identifier_key') -%}
        {{ exceptions.raise_compiler_error(
            'the warehouse has no key for identifiers yet: run `make up`, or for a server elsewhere `python -m common roles`'
        ) }}
    {%- elif execute -%}
        {{- require_landed_tables() -}}
        {%- set found = columns_landed() -%}
        {%- for table in graph.sources.values() if table.schema == 'staging' -%}
            {%- for column in table.columns if table.identifier ~ '.' ~ column not in found -%}
                {{ exceptions.raise_compiler_error(
                    'the newest load is of an older version of this project (staging.' ~ table.identifier ~ ' has no column '
                    ~ column ~ '): load once more with this version: `make load DATA=folder`'
                ) }}
            {%- endfor -%}
        {%- endfor -%}
        {{- require_rows_here(found) -}}
    {%- endif -%}
{%- endmacro %}

{% macro require_rows_here(columns) -%}
    {%- if target.type == 'postgres' and flags.WHICH in ('build', 'run') and 'loads.kept_in' in columns and not var('without_rows') -%}
        {%- if run_query("select 1 from staging.loads where status = 'landed' and kept_in = 'lake' limit 1").rows -%}
            {{ exceptions.raise_compiler_error(
                'the landed rows are in the lake, and marts built here would be empty: run `python -m refresh build --target spark`'
            ) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{% macro columns_landed() -%}
    {{ return(adapter.dispatch('columns_landed')()) }}
{%- endmacro %}

{% macro default__columns_landed() -%}
    {{ return(run_query(
        "select table_name || '.' || column_name from information_schema.columns where table_schema = 'staging'"
    ).columns[0].values() | list) }}
{%- endmacro %}

{% macro spark__columns_landed() -%}
    {%- set found = [] -%}
    {%- for table in graph.sources.values() if table.schema == 'staging' -%}
        {%- for column in adapter.get_columns_in_relation(source('staging', table.identifier)) -%}
            {%- do found.append(table.identifier ~ '.' ~ column.name) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}
