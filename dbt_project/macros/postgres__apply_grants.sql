{#- How dbt grants on PostgreSQL, changed in one point: by column where grant_statements says so. -#}
{% macro postgres__apply_grants(relation, grant_config, should_revoke=True) -%}
    {%- set statements = grant_statements(relation, grant_config, is_new=not should_revoke) if grant_config -%}
    {%- if statements -%}
        {%- call statement('grants') -%}{{ statements }}{%- endcall -%}
    {%- endif -%}
{%- endmacro %}
