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
