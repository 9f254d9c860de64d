{% macro word_key(text) -%}
    {{ adapter.dispatch('word_key')(text) }}
{%- endmacro %}

{% macro default__word_key(text) -%}
    translate(
        replace(replace(replace(
            regexp_replace(lower(normalize({{ text }}, nfkd)), '[^[:alnum:]]|[\u0300-\u036f\u0640\u064b-\u065f\u0670]', '', 'g'),
            'œ', 'oe'), 'æ', 'ae'), 'ß', 'ss'),
        'øłىةٱکیھہە',
        'olيهاكيههه'
    )
{%- endmacro %}

{% macro status_key(text) -%}
    coalesce(nullif({{ word_key(text) }}, ''), {{ text }})
{%- endmacro %}

{% macro spelling_key(text) -%}
    translate(lower({{ text }}), '’‘`´', '''''''''')
{%- endmacro %}
