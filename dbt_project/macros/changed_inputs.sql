{#-
    Which inputs of this model's table changed since it was built: a list, empty where it is as a build would make it; none where that
    is unknown, because it was never built, by other code, or with other variables.
-#}
{% macro changed_inputs() -%}
    {%- if flags.FULL_REFRESH or not load_relation(this) or model.sources -%}
        {%- do return(none) -%}
    {%- endif -%}
    {%- set found = run_query("
        with now as (" ~ build_state() ~ ")

        select (
            select coalesce(string_agg(inputs.key, ' '), '')
            from jsonb_each_text(now.inputs) as inputs
            where inputs.value is distinct from recorded.inputs ->> inputs.key
        ) as changed
        from now
        inner join intermediate.build_versions as recorded
            on now.model = recorded.model and now.filenode = recorded.filenode and now.code = recorded.code
    ") -%}
    {%- do return(found.rows[0][0].split() if found.rows else none) -%}
{%- endmacro %}
