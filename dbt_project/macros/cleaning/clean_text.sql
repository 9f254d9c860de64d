{% macro clean_text(column) -%}
    {{ adapter.dispatch('clean_text')(column) }}
{%- endmacro %}

{% macro default__clean_text(column) -%}
    {%- set tokens, patterns = ["''"], [] -%}
    {%- for token in var('null_tokens') -%}
        {%- do tokens.append("'" ~ token | lower | replace("'", "''") ~ "'") -%}
        {%- do patterns.append(modules.re.escape(token) | replace("'", "''")) -%}
    {%- endfor -%}
    {#- What holds nothing but single blanks and letters of Western Europe is clean as it is. -#}
    case
        when {{ column }} ~ '^[!-~\u00c0-\u00ff]+( [!-~\u00c0-\u00ff]+)*$'
            then case when lower({{ column }}) not in ({{ tokens | join(', ') }}) then {{ column }} end
        else nullif(
            regexp_replace(
                btrim(regexp_replace(
                    regexp_replace(normalize({{ column }}, nfc), '[\u00ad\u200b\u200e\u200f\u2060\ufeff]', '', 'g'),
                    '[\s\u00a0\u2000-\u200a\u202f\u3000]+', ' ', 'g'
                )),
                '^({{ patterns | join('|') }})$', '', 'i'
            ),
            ''
        )
    end
{%- endmacro %}
