{#- A value as text, or what was written where it could not be read: so two rows are equal only if they say the same. -#}
{% macro value_or_text(value, written) -%}
    coalesce(cast({{ value }} as text), {{ written }})
{%- endmacro %}
