{#- What a subscription's status says of churn: true where it was lost, null where nothing can be said of it yet, else false. -#}
{% macro churn_flag(status) -%}
    case
        when {{ status }} = 'churned' then true
        when {{ status }} in ('invalid', 'upcoming', 'unknown') then null
        else false
    end
{%- endmacro %}
