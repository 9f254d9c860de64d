{% macro keep_role() -%}
    {%- if target.role -%}
        set role {{ target.role }}
    {%- endif -%}
{%- endmacro %}
