{% macro school_time_zone() -%}
    (select settings.value from {{ ref('stg_school_settings') }} as settings where settings.setting = 'time_zone')
{%- endmacro %}

{% macro date_orders(columns) -%}
    {%- for column in columns %}
    select
        load_id,
        '{{ column }}' as column_name,
        coalesce(
            max(case when setting = 'date_order' and column_name = '{{ column }}' then value end),
            max(case when setting = 'date_order' and column_name is null then value end)
        ) as date_order,
        cast(max(case when setting = 'dates_from' then value end) as date) as dates_from
    from {{ source('staging', 'load_settings') }}
    where setting in ('date_order', 'dates_from')
    group by load_id
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
