{% macro name_key(name) -%}
    {%- set plain = replace_all(
        'lower(' ~ normalized(name, 'nfd') ~ ')', '[\\u0300-\\u036f\\u0640\\u064b-\\u065f\\u0670\'’‘`´ʼ]', ''
    ) -%}
    {{ words_in_order("translate(" ~ plain ~ ", 'øłđıىةک', 'oldiيهك')", '[-‐‑–.,;_\\s]+') }}
{%- endmacro %}
