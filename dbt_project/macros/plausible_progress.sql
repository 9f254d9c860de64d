{#- Progress as a fraction, or null outside 0 to 1. -#}
{% macro plausible_progress(progress) -%}
    case when {{ progress }} between 0 and 1 then {{ progress }} end
{%- endmacro %}
