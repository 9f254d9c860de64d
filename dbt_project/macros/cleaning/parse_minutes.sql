{% macro parse_minutes(text) -%}
    {%- set hour = '(h|hrs?|hours?|heures?|ساعة|ساعات)' -%}
    {%- set hours = '^[0-9]{1,3} ?hour( ?[0-5]?[0-9] ?(m|mn|min|mins|minutes)?)?$' | replace('hour', hour, 1) -%}
    case
        -- A bare number below 10 may be hours.
        when {{ matches(text, '^[1-9]([.]0+)?$') }} then null
        when {{ matches(text, '^[0-9]{1,2}[.,][0-9]{1,2} ?' ~ hour ~ '$', any_case=true) }}
            then cast(round({{ exact_number("replace(" ~ matched_part(text, '^([0-9.,]+)') ~ ", ',', '.')") }} * 60) as integer)
        when {{ matches(text, '^-?[0-9]{1,6}([.]0+)? ?(m|mn|min|mins|minute|minutes|دقيقة|دقائق|د)?[.]?$', any_case=true) }}
            then cast({{ matched_part(text, '^(-?[0-9]+)') }} as integer)
        when {{ matches(text, hours, any_case=true) }} or {{ matches(text, '^[0-9]{1,3}:[0-5][0-9]$') }}
            then cast({{ matched_part(text, '^([0-9]+)') }} as integer) * 60
                + coalesce(cast({{ matched_part(text, '[0-9][^0-9]+([0-9]+)') }} as integer), 0)
        -- As workbooks and databases write them: 1:30:00, 1 day 02:00:00, PT1H30M.
        when {{ matches(text, '^(-?[0-9]{1,4} days? )?-?[0-9]{1,6}:[0-5][0-9]:[0-5][0-9]([.][0-9]+)?$') }}
            or {{ matches(text, '^-?[0-9]{1,4} days?$') }}
            or {{ matches(text, '^P(?=[T0-9-])(-?[0-9]{1,4}D)?(T(?=[0-9-])(-?[0-9]{1,6}H)?(-?[0-9]{1,6}M)?(-?[0-9]{1,9}([.][0-9]+)?S)?)?$') }}
            then {{ minutes_of_interval(text) }}
    end
{%- endmacro %}
