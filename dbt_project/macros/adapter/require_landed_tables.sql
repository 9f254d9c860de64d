{% macro require_landed_tables() -%}
    {#- Elsewhere a table carries no code of its owner's. -#}
    {%- if execute and target.type == 'postgres' -%}
        {%- set wanted = [] -%}
        {%- for table in graph.sources.values() -%}
            {%- set owner = 'warehouse_loader' if table.schema == 'staging' else 'warehouse_graph' -%}
            {%- do wanted.append("('" ~ table.schema ~ "', '" ~ table.identifier ~ "', '" ~ owner ~ "')") -%}
        {%- endfor -%}
        {#- A partition is a table of its own, and may have an owner and rules of its own. -#}
        {%- set found = run_query(
            "select format('%s.%s is no plain table of %s', wanted.place, pg_class.relname, wanted.owner)"
            " from (values " ~ wanted | join(', ') ~ ") as wanted (place, name, owner)"
            " inner join pg_class on pg_class.relnamespace = to_regnamespace(wanted.place)"
            " left join pg_inherits on pg_inherits.inhrelid = pg_class.oid"
            " where coalesce(pg_inherits.inhparent, pg_class.oid) = to_regclass(format('%I.%I', wanted.place, wanted.name))"
            " and (pg_class.relkind not in ('r', 'p') or pg_class.relrowsecurity"
            " or pg_class.relowner is distinct from to_regrole(wanted.owner))"
            " union all select format('the function %s belongs to %s', oid::regprocedure, proowner::regrole) from pg_proc"
            " where proowner in (to_regrole('warehouse_loader'), to_regrole('warehouse_graph')) order by 1"
        ).columns[0].values() -%}
        {%- if found -%}
            {{ exceptions.raise_compiler_error(
                found[0] ~ ": what is attached to it would run with the rights of the builds. Find out who made it and drop it, then load again"
            ) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
