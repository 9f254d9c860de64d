{% macro postgres__apply_grants(relation, grant_config, should_revoke=True) -%}
    {%- set open = model.columns.values() | rejectattr('config.meta.pii') | map(attribute='name') | list -%}
    {%- for privilege, grantees in (grant_config or {}).items() -%}
        {%- for grantee in grantees -%}
            {%- set is_partial = grantee == 'warehouse_reporter' and open | length < model.columns | length -%}
            {%- set columns = '(' ~ open | join(', ') ~ ')' if is_partial else '' -%}
            {%- do run_query('grant ' ~ privilege ~ ' ' ~ columns ~ ' on ' ~ relation ~ ' to ' ~ grantee) -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endmacro %}
