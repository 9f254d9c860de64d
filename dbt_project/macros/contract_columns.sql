{#- The columns of this model's contract as `create table` takes them, with what each row is checked for at once: that nothing is null. -#}
{% macro contract_columns() -%}
    {%- set columns = {} -%}
    {%- for column in model.columns.values() -%}
        {%- set constraints = column.constraints | selectattr('type', 'eq', 'not_null') | list -%}
        {%- do columns.update({column.name: dict(column, constraints=constraints)}) -%}
    {%- endfor -%}
    {{ adapter.render_raw_columns_constraints(raw_columns=columns) | join(', ') }}
{%- endmacro %}
