{% macro unknown_keys(rule, spelled, model, key) -%}
    (
        with

        known as (
            select distinct {{ key }} as known_key
            from {{ ref(model) }}
            where {{ key }} is not null
        ),

        -- Only where one known key is meant, so that nobody is taken for somebody else.
        bare as (
            select
                {{ bare_key('known_key') }} as bare_key,
                min(known_key) as near_key
            from known
            group by {{ bare_key('known_key') }}
            having count(*) = 1
        ),

        unknown as (
            select
                {{ spelled }}.spelled_key,
                {{ spelled }}.uses,
                {{ difference_of_keys(spelled ~ '.spelled_key', 'bare.near_key') }} as difference
            from {{ spelled }}
            left join known on {{ spelled }}.spelled_key = known.known_key
            left join bare on {{ bare_key(spelled ~ '.spelled_key') }} = bare.bare_key
            where known.known_key is null and {{ spelled }}.spelled_key is not null
        ),

        by_difference as (
            select
                difference,
                sum(uses) as uses
            from unknown
            group by difference
        )

        select
            '{{ rule }}' as rule,
            -- Nobody has to bring every export: what refers to one that never came is no mistake.
            case when exists (select 1 from known) then coalesce(sum(uses), 0) else 0 end as rows_broken,
            {{ joined_in_order(
                thousands('uses') ~ " || ' differ by ' || difference || ' only'", ', ', 'uses desc, difference asc'
            ) }} as how_near
        from by_difference
    )
{%- endmacro %}

{% macro difference_of_keys(one, another) -%}
    case
        when {{ another }} is null then null
        when trim(leading '0' from {{ one }}) = trim(leading '0' from {{ another }}) then 'leading zeros'
        when lower({{ one }}) = lower({{ another }}) then 'case'
        when replace({{ one }}, ' ', '') = replace({{ another }}, ' ', '') then 'blanks'
        when {{ replace_all(one, '[.,]0+$', '') }} = {{ replace_all(another, '[.,]0+$', '') }} then '`.0`'
        else 'leading zeros, `.0`, blanks or case'
    end
{%- endmacro %}
