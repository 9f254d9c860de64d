{% macro readable_name(text) -%}
    case
        when {{ text }} = lower({{ text }}) then initcap({{ text }})
        when {{ text }} ~ '[[:lower:]][[:upper:]]' or {{ text }} ~ '\m(II|III|IV|VI|VII|VIII|IX)\M' then {{ text }}
        when {{ text }} ~ '[[:upper:]]{3}' then initcap({{ text }})
        else {{ text }}
    end
{%- endmacro %}

{% macro whole_name(first, name) -%}
    case
        when position(' ' || lower({{ first }}) || ' ' in ' ' || lower({{ name }}) || ' ') > 0 then {{ name }}
        else coalesce({{ first }} || ' ' || {{ name }}, {{ name }}, {{ first }})
    end
{%- endmacro %}
