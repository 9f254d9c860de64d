{% macro say_what_is_broken(results) -%}
    {%- for result in (results if execute else []) if result.status in ['fail', 'warn'] and 'guard' in result.node.fqn -%}
        {%- for row in run_query(result.node.compiled_code).rows -%}
            {%- do log((result.status | upper) ~ ": " ~ row['sentence'], info=True) -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endmacro %}
