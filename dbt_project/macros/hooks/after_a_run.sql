{% macro confirm_build(results) -%}
    {%- set day = as_of_date() -%}
    {%- set statuses = results | map(attribute='status') | list if execute else [] -%}
    {%- set made = results | map(attribute='node.name') | list if execute else [] -%}
    {%- set has_failed = statuses | select('in', ['error', 'fail', 'runtime error', 'partial success', 'skipped']) | list -%}
    {%- if flags.WHICH == 'build' and not var('schema_suffix') and 'int_student_states' in made and not has_failed -%}
        {{ record_build(day) }}
    {%- endif -%}
{%- endmacro %}

{% macro say_who_blocks(results) -%}
    {%- set messages = (results if execute else []) | map(attribute='message') | map('string') | join -%}
    {%- if 'lock timeout' in messages -%}
        {%- for user, pid, tables in run_query(
            "select usename, pid, string_agg(distinct cast(relation::regclass as text), ', ') from pg_locks"
            " inner join pg_class on pg_class.oid = relation inner join pg_stat_activity using (pid)"
            " where relnamespace in (select oid from pg_namespace where nspname in ('staging', 'intermediate', 'marts', 'history'))"
            " and granted and usename <> current_user group by usename, pid order by pid"
        ).rows -%}
            {%- do log("BLOCKED BY: user " ~ user ~ ", PostgreSQL process " ~ pid ~ ", which has " ~ tables ~ " open: close that report or"
                ~ " client, or as administrator run: select pg_terminate_backend(" ~ pid ~ "); then build again", info=True) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{% macro say_what_is_broken(results) -%}
    {%- for result in (results if execute else []) if result.status in ['fail', 'warn'] and 'guard' in result.node.fqn -%}
        {%- for row in run_query(result.node.compiled_code).rows -%}
            {%- do log((result.status | upper) ~ ": " ~ for_terminal(row['sentence']), info=True) -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endmacro %}

{% macro say_what_to_map(results) -%}
    {%- set longest = 20 -%}
    {%- for result in (results if execute else []) if result.status == 'warn' and 'mappings' in result.node.fqn -%}
        {%- set list = result.node.relation_name | replace('"', '') -%}
        {%- set found = run_query(
            "select uses, spelling, seed_line_to_add, seed_file from " ~ list ~ " order by uses desc, spelling limit " ~ longest
        ).rows -%}
        {%- do log("Not understood: complete these lines, add them to " ~ found[0][3] ~ ", and run `dbt build`", info=True) -%}
        {%- for uses, spelling, line, _ in found -%}
            {%- do log("  " ~ for_terminal(line) ~ "    (" ~ for_terminal(spelling) ~ ": " ~ uses ~ (" row" if uses == 1 else " rows") ~ ")", info=True) -%}
        {%- endfor -%}
        {%- if result.failures > longest -%}
            {%- do log("  and " ~ (result.failures - longest) ~ " more: select * from " ~ list ~ " order by uses desc", info=True) -%}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}
