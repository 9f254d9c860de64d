{% macro subscriber() -%}
    coalesce('student ' || student_id, 'person ' || person_key)
{%- endmacro %}
