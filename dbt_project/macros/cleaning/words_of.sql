{% macro words_of(text) -%}
    {{ adapter.dispatch('words_of')(text) }}
{%- endmacro %}

{% macro default__words_of(text) -%}
    ' ' || btrim(regexp_replace(
        regexp_replace(
            lower(normalize({{ text }}, nfkd)), '[\u0300-\u036f\u064b-\u065f\u0670]', '', 'g'
        ),
        '[^[:alnum:]]+', ' ', 'g'
    )) || ' '
{%- endmacro %}
