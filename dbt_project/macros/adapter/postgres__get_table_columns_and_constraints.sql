{% macro postgres__get_table_columns_and_constraints() -%}
    {%- set columns = {} -%}
    {%- for column in model.columns.values() -%}
        {%- set constraints = column.constraints | selectattr('type', 'eq', 'not_null') | list -%}
        {%- do columns.update({column.name: dict(column, constraints=constraints)}) -%}
    {%- endfor -%}
    ({{ adapter.render_raw_columns_constraints(raw_columns=columns) | join(', ') }})
{%- endmacro %}
