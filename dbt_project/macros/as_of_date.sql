{#- The day the warehouse looks from: the variable, else the (UTC) day of the newest load. The only clock there is. -#}
{% macro as_of_date() -%}
    {%- if var('as_of_date') -%}
    cast('{{ var("as_of_date") }}' as date)
    {%- else -%}
    (
        select cast(max(loads.finished_at at time zone 'UTC') as date)
        from {{ source('staging', 'loads') }} as loads
        where loads.status = 'landed'
    )
    {%- endif -%}
{%- endmacro %}
