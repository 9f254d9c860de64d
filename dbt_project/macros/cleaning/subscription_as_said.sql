{% macro subscription_as_said() -%}
    md5({{ subscription_as_written() }} || {{ fingerprint(['"SubscriptionStatus"']) }})
{%- endmacro %}
