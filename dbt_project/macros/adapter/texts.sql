{% macro as_text(value) -%}
    {{ adapter.dispatch('as_text')(value) }}
{%- endmacro %}

{% macro default__as_text(value) -%}
    cast({{ value }} as text)
{%- endmacro %}

{% macro spark__as_text(value) -%}
    cast({{ value }} as string)
{%- endmacro %}

{% macro as_double(value) -%}
    {{ adapter.dispatch('as_double')(value) }}
{%- endmacro %}

{% macro default__as_double(value) -%}
    cast({{ value }} as double precision)
{%- endmacro %}

{% macro spark__as_double(value) -%}
    cast({{ value }} as double)
{%- endmacro %}

{% macro normalized(text, form) -%}
    {{ adapter.dispatch('normalized')(text, form) }}
{%- endmacro %}

{% macro default__normalized(text, form) -%}
    normalize({{ text }}, {{ form }})
{%- endmacro %}

{% macro spark__normalized(text, form) -%}
    {#- Spark has no function for it but brings ICU; plain ASCII has one form only. -#}
    {%- set method = 'compose' if form.startswith('nfc') or form == 'nfkc' else 'decompose' -%}
    case
        when {{ text }} rlike '[^\\x00-\\x7f]'
            then reflect('com.ibm.icu.text.Normalizer', '{{ method }}', {{ text }}, {{ 'true' if 'k' in form else 'false' }})
        else {{ text }}
    end
{%- endmacro %}

{% macro in_binary_order(text) -%}
    {{ adapter.dispatch('in_binary_order')(text) }}
{%- endmacro %}

{% macro default__in_binary_order(text) -%}
    {{ text }} collate "C"
{%- endmacro %}

{% macro spark__in_binary_order(text) -%}
    {{ text }}
{%- endmacro %}

{% macro joined_in_order(text, separator, by) -%}
    {{ adapter.dispatch('joined_in_order')(text, separator, by) }}
{%- endmacro %}

{% macro default__joined_in_order(text, separator, by) -%}
    string_agg({{ text }}, '{{ separator }}' order by {{ by }})
{%- endmacro %}

{% macro spark__joined_in_order(text, separator, by) -%}
    listagg({{ text }}, '{{ separator }}') within group (order by {{ by }})
{%- endmacro %}

{% macro words_in_order(text, between) -%}
    {{ adapter.dispatch('words_in_order')(text, between) }}
{%- endmacro %}

{% macro default__words_in_order(text, between) -%}
    (
        select string_agg(words.word, ' ' order by words.word collate "C")
        from regexp_split_to_table({{ text }}, {{ text_literal(between) }}) as words (word)
        where words.word != ''
    )
{%- endmacro %}

{% macro spark__words_in_order(text, between) -%}
    nullif(array_join(array_sort(filter(split({{ text }}, {{ java_pattern(between) }}), word -> word != '')), ' '), '')
{%- endmacro %}

{% macro shares_a_word(one, another) -%}
    {{ adapter.dispatch('shares_a_word')(one, another) }}
{%- endmacro %}

{% macro default__shares_a_word(one, another) -%}
    string_to_array({{ one }}, ' ') && string_to_array({{ another }}, ' ')
{%- endmacro %}

{% macro spark__shares_a_word(one, another) -%}
    arrays_overlap(split({{ one }}, ' '), split({{ another }}, ' '))
{%- endmacro %}

{% macro capitalised(text) -%}
    {{ adapter.dispatch('capitalised')(text) }}
{%- endmacro %}

{% macro default__capitalised(text) -%}
    initcap({{ text }})
{%- endmacro %}

{% macro spark__capitalised(text) -%}
    {#- Spark's `initcap` minds blanks only. A letter that Java writes large as several (ß, ﬁ) stays, as in PostgreSQL. -#}
    array_join(transform(
        regexp_extract_all({{ text }}, '[\\p{IsAlphabetic}0-9]+|[^\\p{IsAlphabetic}0-9]+', 0),
        word -> if(char_length(upper(left(word, 1))) = 1, upper(left(word, 1)), left(word, 1)) || lower(substr(word, 2))
    ), '')
{%- endmacro %}

{% macro thousands(number) -%}
    {{ adapter.dispatch('thousands')(number) }}
{%- endmacro %}

{% macro default__thousands(number) -%}
    to_char({{ number }}, 'FM999,999,999,990')
{%- endmacro %}

{% macro spark__thousands(number) -%}
    format_number({{ number }}, 0)
{%- endmacro %}

{% macro exact_number(text) -%}
    {{ adapter.dispatch('exact_number')(text) }}
{%- endmacro %}

{% macro default__exact_number(text) -%}
    cast({{ text }} as numeric)
{%- endmacro %}

{% macro spark__exact_number(text) -%}
    cast({{ text }} as decimal(30, 17))
{%- endmacro %}
