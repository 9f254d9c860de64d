{% macro words_of(text) -%}
    {%- set letters = replace_all(
        'lower(' ~ normalized(text, 'nfkd') ~ ')', '[\\u0300-\\u036f\\u064b-\\u065f\\u0670]', ''
    ) -%}
    ' ' || btrim({{ replace_all(letters, '[^[:alnum:]]+', ' ') }}) || ' '
{%- endmacro %}
