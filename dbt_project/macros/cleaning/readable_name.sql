{% macro readable_name(text) -%}
    case
        when {{ text }} = lower({{ text }}) then initcap({{ text }})
        when {{ text }} ~ '[[:lower:]][[:upper:]]' or {{ text }} ~ '\m(II|III|IV|VI|VII|VIII|IX)\M' then {{ text }}
        when {{ text }} ~ '[[:upper:]]{3}' then initcap({{ text }})
        else {{ text }}
    end
{%- endmacro %}
