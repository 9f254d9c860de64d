{#- Whole minutes from cleaned text: `90`, `90 min`, `90 minutes`, `1h30`, `2 h`, `1:30`; anything else is null. -#}
{% macro parse_minutes(text) -%}
    {{ adapter.dispatch('parse_minutes')(text) }}
{%- endmacro %}

{% macro default__parse_minutes(text) -%}
    case
        when {{ text }} ~* '^-?\d{1,6} ?(m|min|mins|minute|minutes)?\.?$'
            then cast(substring({{ text }} from '^-?\d+') as integer)
        when {{ text }} ~* '^\d{1,3} ?(h|hour|hours)( ?[0-5]?\d ?(m|min|mins|minutes)?)?$'
            or {{ text }} ~ '^\d{1,3}:[0-5]\d$'
            then cast(substring({{ text }} from '^\d+') as integer) * 60
                + coalesce(cast(substring({{ text }} from '\d\D+(\d+)') as integer), 0)
    end
{%- endmacro %}
