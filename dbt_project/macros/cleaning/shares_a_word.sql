{% macro shares_a_word(one, another) -%}
    coalesce(string_to_array({{ one }}, ' ') && string_to_array({{ another }}, ' '), false)
{%- endmacro %}
