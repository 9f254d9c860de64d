{#-
    Text as people meant it: composed characters (NFC), without characters that nobody sees, single blanks, none at the ends, and null
    for what says "nothing". The joiners that Arabic, Persian and emoji need stay.
-#}
{% macro clean_text(column) -%}
    {{ adapter.dispatch('clean_text')(column) }}
{%- endmacro %}

{% macro default__clean_text(column) -%}
    nullif(
        regexp_replace(
            btrim(regexp_replace(
                regexp_replace(normalize({{ column }}, nfc), '[\u00ad\u200b\u200e\u200f\u2060\ufeff]', '', 'g'),
                '[\s\u00a0\u2000-\u200a\u202f\u3000]+', ' ', 'g'
            )),
            '{{ null_tokens_pattern() }}', '', 'i'
        ),
        ''
    )
{%- endmacro %}
