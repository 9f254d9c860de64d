{% macro judgement(figure, change) -%}
    case
        when {{ change }} is null then 'unknown'
        when {{ change_size(figure, change) }} = 'none' then 'steady'
        when ({{ change }} > 0) = ({{ figure }} in ('attendance', 'enrolled')) then 'better'
        else 'worse'
    end
{%- endmacro %}

{% macro change_size(figure, change) -%}
    case
        when abs({{ change }}) < {{ steady_band(figure) }} then 'none'
        when abs({{ change }}) < {{ var('headline_large_change') }} * {{ steady_band(figure) }} then 'small'
        when {{ change }} is not null then 'large'
    end
{%- endmacro %}

{% macro steady_band(figure) -%}
    case {{ figure }}
        when 'attendance' then {{ var('headline_steady_rate') }}
        when 'enrolled' then {{ var('headline_steady_enrolled') }}
        else {{ var('headline_steady_people') }}
    end
{%- endmacro %}
