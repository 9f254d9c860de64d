{% macro parse_boolean(text) -%}
    case
        when lower({{ text }}) in ('true', 't', 'yes', 'y', '1', 'vrai', 'v', 'oui', 'o', 'نعم', 'صحيح') then true
        when lower({{ text }}) in ('false', 'f', 'no', 'n', '0', 'faux', 'non', 'لا', 'خطأ') then false
    end
{%- endmacro %}
