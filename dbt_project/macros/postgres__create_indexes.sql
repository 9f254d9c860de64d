{#-
    What dbt adds to a filled table on PostgreSQL: the keys of its contract, and then its indexes. Nothing sees the table before they are
    there; and as they are statements of their own, dbt reports of the one before how many rows it made.
-#}
{% macro postgres__create_indexes(relation) -%}
    {%- set keys = model.constraints | list -%}
    {%- for column in model.columns.values() -%}
        {%- for constraint in column.constraints if constraint.type != 'not_null' -%}
            {%- do keys.append(dict(constraint, columns=[column.name])) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for key in adapter.render_raw_model_constraints(raw_constraints=keys) if config.get('contract').enforced -%}
        {%- do run_query('alter table ' ~ relation ~ ' add ' ~ key) -%}
    {%- endfor -%}
    {{ dbt.default__create_indexes(relation) }}
{%- endmacro %}
