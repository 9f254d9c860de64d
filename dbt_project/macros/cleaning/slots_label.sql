{% macro slots_label(schedule_key) -%}
    upper(left({{ schedule_key }}, 1)) || ', slot '
    || regexp_replace(substr({{ schedule_key }}, 2), '(\d)(?=\d)', '\1 + ', 'g')
{%- endmacro %}
