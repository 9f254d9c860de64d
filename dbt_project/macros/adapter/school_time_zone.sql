{% macro school_time_zone() -%}
    (select settings.value from {{ ref('stg_school_settings') }} as settings where settings.setting = 'time_zone')
{%- endmacro %}
