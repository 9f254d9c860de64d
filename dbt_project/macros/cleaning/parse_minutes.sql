{% macro parse_minutes(text) -%}
    {{ adapter.dispatch('parse_minutes')(text) }}
{%- endmacro %}

{% macro default__parse_minutes(text) -%}
    case
        when {{ text }} ~* '^-?[0-9]{1,6}(\.0+)? ?(m|min|mins|minute|minutes)?\.?$'
            then cast(substring({{ text }} from '^-?[0-9]+') as integer)
        when {{ text }} ~* '^[0-9]{1,3} ?(h|hour|hours)( ?[0-5]?[0-9] ?(m|min|mins|minutes)?)?$'
            or {{ text }} ~ '^[0-9]{1,3}:[0-5][0-9]$'
            then cast(substring({{ text }} from '^[0-9]+') as integer) * 60
                + coalesce(cast(substring({{ text }} from '[0-9][^0-9]+([0-9]+)') as integer), 0)
    end
{%- endmacro %}
