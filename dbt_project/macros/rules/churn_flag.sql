{% macro churn_flag(status) -%}
    case
        when {{ status }} = 'churned' then true
        when {{ status }} in ('invalid', 'void', 'upcoming', 'unknown') then null
        else false
    end
{%- endmacro %}
