{% macro with_year(text, since) -%}
    {%- set day_first = '^([^0-9]+ )?[0-9]{1,2}(er|st|nd|rd|th)?[-/. ]+[^0-9]+$' -%}
    {%- set name_first = '^[^0-9]+[-/. ]+[0-9]{1,2}(st|nd|rd|th)?$' -%}
    {%- set name -%}
        coalesce(
            {{ matched_part(text, '[0-9](?:er|st|nd|rd|th)?[-/. ]+([^0-9]+)$', any_case=true) }},
            {{ matched_part(text, '([^-0-9/. ]+)[-/. ]+[0-9]', any_case=true) }}
        )
    {%- endset -%}
    {%- set year -%}
        extract(year from {{ since }})
        + case when {{ month_number(word_key(name)) }} < extract(month from {{ since }}) then 1 else 0 end
    {%- endset -%}
    case
        when {{ matches(text, day_first, any_case=true) }} or {{ matches(text, name_first, any_case=true) }}
            then {{ text }} || ' ' || {{ as_text(year) }}
        else {{ text }}
    end
{%- endmacro %}
