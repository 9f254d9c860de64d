{% macro subscription_as_written() -%}
    md5({{ fingerprint([
        '"StudentId"', '"StudentEmail"', '"Student"', '"TrackName"', '"Hackerspace"', '"GroupName"', '"SessionName"',
        '"SubscriptionStartDate"',
    ]) }})
{%- endmacro %}
