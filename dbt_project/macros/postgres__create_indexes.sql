{#-
    What dbt adds to a filled table on PostgreSQL: the keys of its contract, and then its indexes. Nothing sees the table before they are
    there; and as they are statements of their own, dbt reports of the one before how many rows it made.
-#}
{% macro postgres__create_indexes(relation) -%}
    {%- if config.get('contract').enforced -%}
        {%- for key in contract_keys() -%}
            {%- do run_query('alter table ' ~ relation ~ ' add ' ~ key) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ dbt.default__create_indexes(relation) }}
{%- endmacro %}
