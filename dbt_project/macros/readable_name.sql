{#- A name typed all in capitals or all in small letters in readable case; a name in mixed case (McX, d'Y) as it was typed. -#}
{% macro readable_name(text) -%}
    case
        when {{ text }} in (upper({{ text }}), lower({{ text }})) then initcap({{ text }})
        else {{ text }}
    end
{%- endmacro %}
