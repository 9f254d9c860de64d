{% macro parse_phone(text) -%}
    {#- Of several the first; without signs, zeros for a prefix within the country, and what a workbook adds to a number. -#}
    {%- set first = matched_part(latin_digits(text), '^([^/;,|]+)') -%}
    {%- set plain = replace_all(first, "^'|\\(0\\)|[.]0$|[ ().\\u2010-\\u2015\\u202a-\\u202e\\u2066-\\u2069-]", '') -%}
    {%- set number = replace_all(plain, '^00', '+') -%}
    case when {{ matches(number, '^([+][1-9][0-9]{6,14}|[0-9]{6,15})$') }} then {{ number }} end
{%- endmacro %}
