{#-
    What a table is made of: {name: SQL for its version}. A table counts by the version recorded when it was built, a view by its
    definition and by what it reads, a seed by its file, the loads by the lines that `sources` have in `int_loads`, and by the day where
    the model asks for it. Of raw tables only the ledger that numbers their loads is in it: which loads count is written into the `stg_*` views.
-#}
{% macro build_inputs(node, sources) -%}
    {%- set inputs = {} -%}
    {%- for parent_id in node.depends_on.nodes if parent_id in graph.sources -%}
        {%- do inputs.update({graph.sources[parent_id].name: "cast(cast('staging.loads' as regclass) as oid) || ''"}) -%}
    {%- endfor -%}
    {%- for parent_id in node.depends_on.nodes if parent_id in graph.nodes -%}
        {%- set parent = graph.nodes[parent_id] -%}
        {%- set relation = "to_regclass('" ~ parent.schema ~ "." ~ parent.alias ~ "')" -%}
        {%- set definition = "pg_get_viewdef(" ~ relation ~ ")" -%}
        {%- if parent.resource_type == 'seed' -%}
            {%- do inputs.update({parent.name: "'" ~ parent.checksum.checksum ~ "'"}) -%}
        {%- elif parent.name == 'int_loads' and node.config.materialized != 'view' -%}
            {%- do inputs.update({parent.name: "(
                select coalesce(string_agg(cast(to_jsonb(int_loads) - 'as_of_date' as text), ' ' order by load_id), '')
                from intermediate.int_loads
                where source_name in ('" ~ sources | join("', '") ~ "')
            )"}) -%}
            {%- if as_of_date() in model.compiled_code -%}
                {%- do inputs.update({'as_of_date': as_of_date() ~ " || ''"}) -%}
            {%- endif -%}
        {%- elif parent.name != 'int_loads' and parent.config.materialized == 'view' -%}
            {%- do inputs.update(build_inputs(parent, sources)) -%}
            {#- What a view reads live of the loads is not in its definition: such a one is never the same. -#}
            {%- do inputs.update({
                parent.name: "case when " ~ definition ~ " not like '%int_loads%' then " ~ definition ~ " end",
                parent.name ~ '_rules': "regexp_replace(" ~ definition ~ ", '_load_id = [^\\n]*', '')",
            }) -%}
        {%- elif parent.name != 'int_loads' -%}
            {%- do inputs.update({parent.name: "(
                select version from intermediate.build_versions
                where model = '" ~ parent.name ~ "' and filenode = pg_relation_filenode(" ~ relation ~ ")
            )"}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(inputs) -%}
{%- endmacro %}
