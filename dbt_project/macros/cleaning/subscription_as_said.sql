{% macro subscription_as_said() -%}
    md5({{ fingerprint([
        '"StudentId"', '"StudentEmail"', '"Student"', '"TrackName"', '"Hackerspace"', '"GroupName"', '"SessionName"',
        '"SubscriptionStartDate"', '"SubscriptionStatus"',
    ]) }})
{%- endmacro %}
