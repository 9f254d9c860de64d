{#-
    SQL that gives a table exactly the rights of its model's `grants`, whatever it has; empty where it has them. `warehouse_reporter` may
    read no column with `meta: pii` (docs/decisions/0020), everybody else named there the whole table.
-#}
{% macro grant_statements(relation, grant_config, is_new) -%}
    {%- set open = model.columns.values() | rejectattr('config.meta.pii') | map(attribute='name') | list -%}
    {%- set wanted, statements = [], [] -%}
    {%- for privilege, grantees in (grant_config or {}).items() -%}
        {%- for grantee in grantees -%}
            {%- set is_partial = grantee == 'warehouse_reporter' and open | length < model.columns | length -%}
            {%- for column in (open if is_partial else ['']) -%}
                {%- do wanted.append(grantee ~ ' ' ~ privilege ~ ' ' ~ column) -%}
            {%- endfor -%}
            {%- set columns = '(' ~ open | join(', ') ~ ')' if is_partial else '' -%}
            {%- do statements.append('grant ' ~ privilege ~ ' ' ~ columns ~ ' on ' ~ relation ~ ' to ' ~ grantee) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set present = [] if is_new else run_query("
        select
            case granted.grantee when 0 then 'public' else cast(cast(granted.grantee as regrole) as text) end as grantee,
            lower(granted.privilege_type) as privilege,
            held.column_name
        from (
            select relowner as owner, relacl as acl, '' as column_name from pg_class
            where oid = cast('" ~ relation ~ "' as regclass)
            union all
            select pg_class.relowner, pg_attribute.attacl, pg_attribute.attname
            from pg_attribute
            inner join pg_class on pg_attribute.attrelid = pg_class.oid
            where pg_class.oid = cast('" ~ relation ~ "' as regclass)
        ) as held
        cross join aclexplode(held.acl) as granted
        where granted.grantee <> held.owner
    ").rows -%}
    {%- if present | map('join', ' ') | sort != wanted | sort -%}
        {%- for grantee in present | map('first') | unique -%}
            {%- do statements.insert(0, 'revoke all on ' ~ relation ~ ' from ' ~ grantee) -%}
        {%- endfor -%}
        {%- do return(statements | join(';\n')) -%}
    {%- endif -%}
    {%- do return('') -%}
{%- endmacro %}
