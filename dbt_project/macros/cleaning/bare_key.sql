{% macro bare_key(key) -%}
    case
        when {{ key }} ~ '^[0-9]' then ltrim(regexp_replace(replace({{ key }}, ' ', ''), '[.,]0+$', ''), '0')
        else lower(replace({{ key }}, ' ', ''))
    end
{%- endmacro %}
