{% macro fingerprint(columns) -%}
    {%- for column in columns -%}
        coalesce(length(cast({{ column }} as text)) || ':' || cast({{ column }} as text), '-'){{ " || ',' || " if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{% macro value_or_text(value, written) -%}
    coalesce(cast({{ value }} as text), {{ written }})
{%- endmacro %}

{% macro count_nulls(columns) -%}
    {%- for column in columns %}case when {{ column }} is null then 1 else 0 end{{ ' + ' if not loop.last }}{% endfor -%}
{%- endmacro %}

{% macro subscription_as_written() -%}
    md5({{ fingerprint([
        '"StudentId"', '"StudentEmail"', '"Student"', '"StudentFirstName"', '"TrackName"', '"Hackerspace"', '"GroupName"',
        '"SessionName"', '"SubscriptionStartDate"',
    ]) }})
{%- endmacro %}

{% macro subscription_as_said() -%}
    md5({{ subscription_as_written() }} || {{ fingerprint(['"SubscriptionStatus"']) }})
{%- endmacro %}
