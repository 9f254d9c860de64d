{% macro difference_of_keys(one, another) -%}
    case
        when {{ another }} is null then null
        when ltrim({{ one }}, '0') = ltrim({{ another }}, '0') then 'leading zeros'
        when lower({{ one }}) = lower({{ another }}) then 'case'
        when replace({{ one }}, ' ', '') = replace({{ another }}, ' ', '') then 'blanks'
        when regexp_replace({{ one }}, '[.,]0+$', '') = regexp_replace({{ another }}, '[.,]0+$', '') then '`.0`'
        else 'leading zeros, `.0`, blanks or case'
    end
{%- endmacro %}
