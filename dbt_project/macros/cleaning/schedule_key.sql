{% macro schedule_key(text) -%}
    {%- set said = replace_all('lower(' ~ text ~ ')', '["\'“”«»]|[(][^)]*[)]| [-–—] [^0-9]*$|^[-=+@\\s]+', '') -%}
    {{ replace_all('btrim(' ~ replace_all(said, '( exp)?[ .+]*$', '') ~ ')', '^([a-z]) ?([0-9]+)$', '\\1\\2') }}
{%- endmacro %}
