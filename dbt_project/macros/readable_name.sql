{#-
    A name typed in small letters, or with words in capitals, in readable case. A name with capitals inside its words (McX), and one
    in a script without letter case, stays as it was typed.
-#}
{% macro readable_name(text) -%}
    case
        when {{ text }} = lower({{ text }}) then initcap({{ text }})
        when {{ text }} ~ '[[:upper:]]{3}' and {{ text }} !~ '[[:lower:]][[:upper:]]' then initcap({{ text }})
        else {{ text }}
    end
{%- endmacro %}
