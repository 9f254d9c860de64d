{% macro parse_percent(text) -%}
    {{ adapter.dispatch('parse_percent')(text) }}
{%- endmacro %}

{% macro default__parse_percent(text) -%}
    case
        when {{ text }} ~ '^-?[0-9]{1,6}([.,][0-9]{1,9})? ?%$'
            then cast(replace(btrim({{ text }}, ' %'), ',', '.') as numeric) / 100
        when {{ text }} ~ '^[0-9]{1,6}([.,][0-9]{1,9})?$'
            then case
                when cast(replace({{ text }}, ',', '.') as numeric) = 0 then 0
                when cast(replace({{ text }}, ',', '.') as numeric) > 1
                    then cast(replace({{ text }}, ',', '.') as numeric) / 100
            end
    end
{%- endmacro %}
