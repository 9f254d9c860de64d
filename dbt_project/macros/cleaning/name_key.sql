{% macro name_key(name) -%}
    {{ adapter.dispatch('name_key')(name) }}
{%- endmacro %}

{% macro default__name_key(name) -%}
    (
        select string_agg(words.word, ' ' order by words.word collate "C")
        from regexp_split_to_table(
            translate(
                regexp_replace(
                    lower(normalize({{ name }}, nfd)), '[\u0300-\u036f\u0640\u064b-\u065f\u0670''’‘`´ʼ]', '', 'g'
                ),
                'øłđıىةک',
                'oldiيهك'
            ),
            '[-‐‑–.,;_\s]+'
        ) as words (word)
        where words.word != ''
    )
{%- endmacro %}

{% macro shares_a_word(one, another) -%}
    string_to_array({{ one }}, ' ') && string_to_array({{ another }}, ' ')
{%- endmacro %}
