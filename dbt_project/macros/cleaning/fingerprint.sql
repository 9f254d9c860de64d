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

{% macro subscription_identity() -%}
    {{ return([
        '"StudentId"', '"StudentEmail"', '"Student"', '"StudentFirstName"', '"TrackName"', '"Hackerspace"', '"GroupName"',
        '"SessionName"', '"SubscriptionStartDate"',
    ]) }}
{%- endmacro %}

{% macro subscription_as_written() -%}
    {{ keyed_digest(fingerprint(subscription_identity())) }}
{%- endmacro %}

{% macro subscription_as_said() -%}
    {%- set cells = subscription_identity() | join(', chr(31), ') -%}
    {%- set said -%}
        lower(regexp_replace(concat({{ cells }}), '[ \u00a0\u200b\u200e\u200f\u202f\ufeff]+', '', 'g'))
        || chr(31) || {{ status_key(clean_text('"SubscriptionStatus"')) }}
    {%- endset -%}
    {{ keyed_digest(said) }}
{%- endmacro %}
