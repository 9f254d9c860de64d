{#-
    How dbt builds a table on PostgreSQL, changed in one point (docs/decisions/0012): a table that already holds what this build would put
    into it is left as it is, and one whose model names a macro in `meta: mended_by` may be mended where its inputs changed. In all
    other cases, and always with `--full-refresh`, it is built anew.
-#}
{% materialization table, adapter='postgres' %}
    {%- set changed = changed_inputs() -%}
    {%- set mending = none -%}
    {%- if changed == [] -%}
        {%- call noop_statement('main', 'UNCHANGED') -%}{%- endcall -%}
        {%- set grants = grant_statements(this, config.get('grants'), is_new=False) -%}
        {%- if grants -%}
            {%- call statement('grants') -%}{{ grants }}{%- endcall -%}
            {%- do adapter.commit() -%}
        {%- endif -%}
        {{ return({'relations': [this.incorporate(type='table')]}) }}
    {%- elif changed and 'mended_by' in model.config.meta -%}
        {%- set mending = context[model.config.meta.mended_by](changed) -%}
    {%- endif -%}
    {%- if not mending -%}
        {{ return(dbt.materialization_table_default()) }}
    {%- endif -%}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {%- call statement('main') -%}
        {{ mending }}
    {%- endcall -%}
    {#- Else dbt would report the last of its statements. -#}
    {%- do store_raw_result('main', message='MENDED', code=none, rows_affected=none) -%}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {%- do apply_grants(this, config.get('grants'), should_revoke=True) -%}
    {%- do adapter.commit() -%}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [this.incorporate(type='table')]}) }}
{% endmaterialization %}
