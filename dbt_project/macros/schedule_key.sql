{#-
    A schedule as it can be looked up: small letters, without quotes, remarks in brackets, a trailing `exp`, dots or plus signs.
    `F2 (expR)` becomes `f2`, `Afternoon +` becomes `afternoon`, `W 1.` becomes `w1`.
-#}
{% macro schedule_key(text) -%}
    {{ adapter.dispatch('schedule_key')(text) }}
{%- endmacro %}

{% macro default__schedule_key(text) -%}
    regexp_replace(
        btrim(regexp_replace(
            regexp_replace(lower({{ text }}), '["''“”«»]|\([^)]*\)', '', 'g'), '( exp)?[ .+]*$', ''
        )),
        '^([a-z]) ?([0-9]+)$', '\1\2'
    )
{%- endmacro %}
