{#- The length of a session in minutes, or null where no session can be that long or that short. -#}
{% macro plausible_minutes(minutes) -%}
    case when {{ minutes }} between 1 and {{ var('longest_session_minutes') }} then {{ minutes }} end
{%- endmacro %}
