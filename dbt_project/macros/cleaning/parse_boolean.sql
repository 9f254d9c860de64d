{% macro parse_boolean(text) -%}
    case
        when lower({{ text }}) in ('true', 't', 'yes', 'y', '1', 'vrai', 'oui') then true
        when lower({{ text }}) in ('false', 'f', 'no', 'n', '0', 'faux', 'non') then false
    end
{%- endmacro %}
