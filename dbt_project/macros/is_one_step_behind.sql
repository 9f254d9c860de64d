{#- True where this model's table was made of what the input was before it was mended last. -#}
{% macro is_one_step_behind(input) -%}
    {%- set found = run_query("
        select recorded.inputs ->> '" ~ input ~ "' = md5(input.mended_from)
        from intermediate.build_versions as recorded
        inner join intermediate.build_versions as input on input.model = '" ~ input ~ "'
        where recorded.model = '" ~ model.name ~ "'
    ") -%}
    {%- do return(found.rows and found.rows[0][0]) -%}
{%- endmacro %}
