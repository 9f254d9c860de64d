{% macro student_place(of) -%}
coalesce({{ of }}.country_name, 'Unknown') as country_name,
coalesce({{ of }}.campus, 'Unknown') as campus,
coalesce({{ of }}.track, 'Unknown') as track
{%- endmacro %}
