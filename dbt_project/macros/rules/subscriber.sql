{% macro subscriber() -%}
    coalesce('student ' || student_id, 'address ' || own_email, 'person ' || person_key)
{%- endmacro %}
