{% macro promised_keys(marts) -%}
    {%- set promised = [] -%}
    {%- for mart in marts -%}
        {%- set relation = ref(mart) -%}
        {%- set nodes = graph.nodes.values() | selectattr('name', 'eq', mart) | list if execute else [] -%}
        {%- for node in nodes -%}
            {%- for constraint in node.constraints -%}
                {%- do promised.append((relation, constraint.type, constraint.columns | join(', '))) -%}
            {%- endfor -%}
            {%- for column in node.columns.values() -%}
                {%- for constraint in column.constraints -%}
                    {%- do promised.append((relation, constraint.type, column.name)) -%}
                {%- endfor -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    values
    {%- for relation, kind, columns in promised %}
        (to_regclass('{{ relation }}'), '{{ kind }}', '{{ columns }}'){{ ',' if not loop.last }}
    {%- else %}
        (cast(null as regclass), '', '')
    {%- endfor %}
{%- endmacro %}
