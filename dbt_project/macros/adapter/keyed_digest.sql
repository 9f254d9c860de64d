{% macro keyed_digest(text) -%}
    {{ adapter.dispatch('keyed_digest')(text) }}
{%- endmacro %}

{% macro default__keyed_digest(text) -%}
    {%- set key = '(select identifier_key.secret from history.identifier_key)' -%}
    encode(substring(sha256({{ key }} || sha256({{ key }} || convert_to({{ text }}, 'UTF8'))) for 16), 'hex')
{%- endmacro %}

{% macro spark__keyed_digest(text) -%}
    {%- set key = '(select max(secret) from history.identifier_key)' -%}
    left(sha2(concat({{ key }}, unhex(sha2(concat({{ key }}, encode({{ text }}, 'UTF-8')), 256))), 256), 32)
{%- endmacro %}
