{% macro joined_keys(source_name, column, model, key, written) -%}
    {#- Where the school said that zeros before an id, `.0` behind it and its case do not count: the
        one known id that can be meant. -#}
    with

    cleaned as {{ materialized() }} (
        select
            {{ column }} as written,
            {{ clean_text(column) }} as cleaned_text
        from (
            select distinct {{ column }} from {{ written }}
        ) as texts
    ),

    spellings as (
        select
            written,
            {{ real_key('cleaned_text') }} as written_key
        from cleaned
    ),

    near as (
        select
            {{ bare_key(key) }} as bare_key,
            min({{ key }}) as known_key
        from {{ ref(model) }}
        where
            exists (
                select 1 from {{ ref('stg_school_settings') }}
                where
                    source_name = '{{ source_name }}'
                    and setting = 'join'
                    and status_key = '{{ column | lower | replace('_', '') }}'
            )
        group by {{ bare_key(key) }}
        having count(distinct {{ key }}) = 1
    )

    select
        spellings.written,
        coalesce(near.known_key, spellings.written_key) as key
    from spellings
    left join near on {{ bare_key('spellings.written_key') }} = near.bare_key
{%- endmacro %}

{% macro bare_key(key) -%}
    case
        when {{ matches(key, '^[0-9]') }} then trim(leading '0' from {{ replace_all("replace(" ~ key ~ ", ' ', '')", '[.,]0+$', '') }})
        else lower(replace({{ key }}, ' ', ''))
    end
{%- endmacro %}
