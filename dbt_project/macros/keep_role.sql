{#-
    Puts the hooks at the start of a run under the profile's role, too: dbt takes a role on in a transaction that it rolls back before
    its hooks (dbt-labs/dbt-adapters#1889), and what they make would be the login's.
-#}
{% macro keep_role() -%}
    {%- if target.role -%}
        set role {{ target.role }}
    {%- endif -%}
{%- endmacro %}
