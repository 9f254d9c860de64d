{#- Text as people meant it: composed characters (NFC), single blanks, none at the ends, and null for what says "nothing". -#}
{% macro clean_text(column) -%}
    {{ adapter.dispatch('clean_text')(column) }}
{%- endmacro %}

{% macro default__clean_text(column) -%}
    {%- set tokens = var('null_tokens') | map('replace', '\\', '\\\\') | join('|') -%}
    nullif(
        regexp_replace(
            btrim(regexp_replace(normalize({{ column }}, nfc), '[\s\u00a0\u200b\ufeff]+', ' ', 'g')),
            '^({{ tokens }})$', '', 'i'
        ),
        ''
    )
{%- endmacro %}
