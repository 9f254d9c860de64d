{#-
    A fraction from cleaned text such as `95.04%` or `95,04 %`, else null. A bare number above 1 counts as percent; one from above
    0 up to 1 does not tell its scale (1 % or 100 %?) and is not guessed.
-#}
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
