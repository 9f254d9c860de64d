{% macro word_meanings(source_name, seed, also=[]) -%}
    with

    -- Words of two languages may differ in accents only.
    known as (
        select
            {{ status_key('word') }} as status_key,
            {%- for column in also %}
            min({{ column }}) as {{ column }},
            {%- endfor %}
            min(meaning) as meaning
        from {{ ref(seed) }}
        group by {{ status_key('word') }}
    ),

    -- What the school says its words mean goes before what everybody's mean.
    own_words as (
        select
            status_key,
            max(value) as meaning
        from {{ ref('stg_school_settings') }}
        where source_name = '{{ source_name }}' and setting = 'statuses'
        group by status_key
    )

    select
        coalesce(own_words.status_key, known.status_key) as status_key,
        {%- for column in also %}
        known.{{ column }},
        {%- endfor %}
        coalesce(own_words.meaning, known.meaning) as meaning
    from known
    full join own_words on known.status_key = own_words.status_key
{%- endmacro %}
