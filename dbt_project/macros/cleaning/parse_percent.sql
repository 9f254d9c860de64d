{% macro parse_percent(text, scale) -%}
    case
        when {{ matches(text, '^-?[0-9]{1,6}([.,][0-9]+)? ?%$') }}
            then {{ exact_number("replace(btrim(" ~ text ~ ", ' %'), ',', '.')") }} * 0.01
        when {{ bare_number(text) }} = 0 then 0
        when {{ scale }} = 'fraction' then {{ bare_number(text) }}
        when {{ bare_number(text) }} > 1 or ({{ scale }} = 'percent' and {{ bare_number(text) }} = 1) then {{ bare_number(text) }} * 0.01
    end
{%- endmacro %}

{% macro bare_number(text) -%}
    case
        when {{ matches(text, '^[0-9]{1,6}([.,][0-9]+)?(e[-+]?[0-9]{1,3})?$') }}
            then {{ exact_number("replace(" ~ text ~ ", ',', '.')") }}
    end
{%- endmacro %}
