{#-
    Progress as a fraction, or null outside 0 to 1. Rounded here, once, to the six digits that the mart shows, so that nobody sees
    90 % judged as less.
-#}
{% macro plausible_progress(progress) -%}
    case when {{ progress }} between 0 and 1 then round({{ progress }}, 6) end
{%- endmacro %}
