{% macro readable_name(text) -%}
    case
        when {{ text }} = lower({{ text }}) then {{ capitalised(text) }}
        when {{ matches(text, '[[:lower:]][[:upper:]]') }} or {{ matches(text, '\\m(II|III|IV|VI|VII|VIII|IX)\\M') }} then {{ text }}
        when {{ matches(text, '[[:upper:]]{3}') }} then {{ capitalised(text) }}
        else {{ text }}
    end
{%- endmacro %}

{% macro whole_name(first, name) -%}
    case
        when position(' ' || lower({{ first }}) || ' ' in ' ' || lower({{ name }}) || ' ') > 0 then {{ name }}
        else coalesce({{ first }} || ' ' || {{ name }}, {{ name }}, {{ first }})
    end
{%- endmacro %}
