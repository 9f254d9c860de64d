{% macro say_what_to_map(results) -%}
    {%- set longest = 20 -%}
    {%- for result in (results if execute else []) if result.status == 'warn' and 'mappings' in result.node.fqn -%}
        {%- set list = result.node.relation_name | replace('"', '') -%}
        {%- set found = run_query(
            "select uses, spelling, seed_line_to_add, seed_file from " ~ list ~ " order by uses desc, spelling limit " ~ longest
        ).rows -%}
        {%- do log("Not understood: complete these lines, add them to " ~ found[0][3] ~ ", and run `dbt build`", info=True) -%}
        {%- for uses, spelling, line, _ in found -%}
            {%- do log("  " ~ line ~ "    (" ~ spelling ~ ": " ~ uses ~ (" row" if uses == 1 else " rows") ~ ")", info=True) -%}
        {%- endfor -%}
        {%- if result.failures > longest -%}
            {%- do log("  and " ~ (result.failures - longest) ~ " more: select * from " ~ list ~ " order by uses desc", info=True) -%}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}
