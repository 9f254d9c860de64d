{% macro clean_text(column) -%}
    {%- set tokens, patterns = ["''"], [] -%}
    {%- for token in var('null_tokens') -%}
        {%- do tokens.append(text_literal(token | lower)) -%}
        {%- do patterns.append(modules.re.escape(token)) -%}
    {%- endfor -%}
    {%- set seen = replace_all(normalized(column, 'nfc'), '[\\u00ad\\u200b\\u200e\\u200f\\u2060\\ufeff]', '') -%}
    {%- set single = replace_all(seen, '[\\s\\u00a0\\u2000-\\u200a\\u202f\\u3000]+', ' ') -%}
    {#- What holds nothing but single blanks and letters of Western Europe is clean as it is. -#}
    case
        when {{ matches(column, '^[!-~\\u00c0-\\u00ff]+( [!-~\\u00c0-\\u00ff]+)*$') }}
            then case when lower({{ column }}) not in ({{ tokens | join(', ') }}) then {{ column }} end
        else nullif({{ replace_all('btrim(' ~ single ~ ')', '^(' ~ patterns | join('|') ~ ')$', '', any_case=true) }}, '')
    end
{%- endmacro %}
