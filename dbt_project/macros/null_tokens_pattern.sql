{#- A regular expression for exactly what people type for "nothing here". -#}
{% macro null_tokens_pattern() -%}
    {%- set escaped = [] -%}
    {%- for token in var('null_tokens') -%}
        {%- do escaped.append(modules.re.escape(token) | replace("'", "''")) -%}
    {%- endfor -%}
    ^({{ escaped | join('|') }})$
{%- endmacro %}
