{% macro parse_minutes(text) -%}
    {{ adapter.dispatch('parse_minutes')(text) }}
{%- endmacro %}

{% macro default__parse_minutes(text) -%}
    case
        -- A bare number below 10 may be hours.
        when {{ text }} ~ '^[1-9](\.0+)?$' then null
        when {{ text }} ~* '^[0-9]{1,2}[.,][0-9]{1,2} ?(h|hrs?|hours?|heures?|ساعة|ساعات)$'
            then cast(round(cast(replace(substring({{ text }} from '^[0-9.,]+'), ',', '.') as numeric) * 60) as integer)
        when {{ text }} ~* '^-?[0-9]{1,6}(\.0+)? ?(m|mn|min|mins|minute|minutes|دقيقة|دقائق|د)?\.?$'
            then cast(substring({{ text }} from '^-?[0-9]+') as integer)
        when {{ text }} ~* '^[0-9]{1,3} ?(h|hrs?|hours?|heures?|ساعة|ساعات)( ?[0-5]?[0-9] ?(m|mn|min|mins|minutes)?)?$'
            or {{ text }} ~ '^[0-9]{1,3}:[0-5][0-9]$'
            then cast(substring({{ text }} from '^[0-9]+') as integer) * 60
                + coalesce(cast(substring({{ text }} from '[0-9][^0-9]+([0-9]+)') as integer), 0)
        -- As workbooks and databases write them: 1:30:00, 1 day 02:00:00, PT1H30M.
        when {{ text }} ~ '^(-?[0-9]{1,4} days? )?-?[0-9]{1,6}:[0-5][0-9]:[0-5][0-9]([.][0-9]+)?$'
            or {{ text }} ~ '^-?[0-9]{1,4} days?$'
            or {{ text }} ~ '^P(?=[T0-9-])(-?[0-9]{1,4}D)?(T(?=[0-9-])(-?[0-9]{1,6}H)?(-?[0-9]{1,6}M)?(-?[0-9]{1,9}([.][0-9]+)?S)?)?$'
            then cast(round(extract(epoch from cast({{ text }} as interval)) / 60) as integer)
    end
{%- endmacro %}
