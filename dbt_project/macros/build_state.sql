{#-
    How this model's table stands to what a build would put into it now: SQL for its row in `build_versions`. `code` is the model itself:
    its SQL with the variables in it, its contract and its settings; `inputs` are the versions of all it reads, and `version` sums up both.
    An input without a version, such as a table that another program made, is never the same twice.
-#}
{% macro build_state() -%}
    {%- set node = graph.nodes[model.unique_id] -%}
    {%- set inputs = build_inputs(node, upstream_sources(node)) -%}
    {%- set columns = contract_columns() if model.config.contract.enforced else '' -%}
    {%- set settings = tojson([model.config, model.constraints], sort_keys=True) -%}
    {%- set code = local_md5(model.compiled_code ~ settings ~ columns) -%}
    select
        '{{ model.name }}' as model,
        pg_relation_filenode(to_regclass('{{ this.schema }}.{{ this.identifier }}')) as filenode,
        '{{ code }}' as code,
        inputs.versions as inputs,
        md5(concat('{{ code }}', inputs.versions, pg_relation_filenode(to_regclass('{{ this.schema }}.{{ this.identifier }}')))) as version
    from (
        select jsonb_build_object(
            {%- for name, version in inputs.items() %}
            '{{ name }}', coalesce(md5({{ version }}), cast(gen_random_uuid() as text)){{ ',' if not loop.last }}
            {%- endfor %}
        ) as versions
    ) as inputs
{%- endmacro %}
