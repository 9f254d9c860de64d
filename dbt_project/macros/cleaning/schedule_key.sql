{% macro schedule_key(text) -%}
    {{ adapter.dispatch('schedule_key')(text) }}
{%- endmacro %}

{% macro default__schedule_key(text) -%}
    regexp_replace(
        btrim(regexp_replace(
            regexp_replace(lower({{ text }}), '["''“”«»]|\([^)]*\)| [-–—] [^0-9]*$|^[-=+@\s]+', '', 'g'), '( exp)?[ .+]*$', ''
        )),
        '^([a-z]) ?([0-9]+)$', '\1\2'
    )
{%- endmacro %}
