{#- What else this model's contract demands (primary and foreign keys, unique columns, checks), each as `alter table … add` takes it. -#}
{% macro contract_keys() -%}
    {%- set constraints = [] -%}
    {%- for column in model.columns.values() -%}
        {%- for constraint in column.constraints if constraint.type != 'not_null' -%}
            {%- do constraints.append(dict(constraint, columns=[column.name])) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(adapter.render_raw_model_constraints(raw_constraints=constraints + model.constraints)) -%}
{%- endmacro %}
