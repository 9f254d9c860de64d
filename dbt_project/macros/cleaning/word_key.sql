{% macro word_key(text) -%}
    {%- set letters = replace_all(
        'lower(' ~ normalized(text, 'nfkd') ~ ')', '[^[:alnum:]]|[\\u0300-\\u036f\\u0640\\u064b-\\u065f\\u0670]', ''
    ) -%}
    translate(
        replace(replace(replace({{ letters }}, 'œ', 'oe'), 'æ', 'ae'), 'ß', 'ss'),
        'øłىةٱکیھہە',
        'olيهاكيههه'
    )
{%- endmacro %}

{% macro status_key(text) -%}
    coalesce(nullif({{ word_key(text) }}, ''), {{ text }})
{%- endmacro %}

{% macro spelling_key(text) -%}
    translate(lower({{ text }}), '’‘`´', {{ text_literal("''''") }})
{%- endmacro %}
