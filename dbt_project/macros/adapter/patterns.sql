{% macro matches(text, pattern, any_case=false) -%}
    {{ adapter.dispatch('matches')(text, pattern, any_case) }}
{%- endmacro %}

{% macro default__matches(text, pattern, any_case) -%}
    {{ text }} {{ '~*' if any_case else '~' }} {{ text_literal(pattern) }}
{%- endmacro %}

{% macro spark__matches(text, pattern, any_case) -%}
    {{ text }} rlike {{ java_pattern(pattern, any_case) }}
{%- endmacro %}

{% macro matched_part(text, pattern, part=1, any_case=false) -%}
    {{ adapter.dispatch('matched_part')(text, pattern, part, any_case) }}
{%- endmacro %}

{% macro default__matched_part(text, pattern, part, any_case) -%}
    (regexp_match({{ text }}, {{ text_literal(pattern) }}{{ ", 'i'" if any_case }}))[{{ part }}]
{%- endmacro %}

{% macro spark__matched_part(text, pattern, part, any_case) -%}
    nullif(regexp_extract({{ text }}, {{ java_pattern(pattern, any_case) }}, {{ part }}), '')
{%- endmacro %}

{% macro replace_all(text, pattern, by, any_case=false) -%}
    {{ adapter.dispatch('replace_all')(text, pattern, by, any_case) }}
{%- endmacro %}

{% macro default__replace_all(text, pattern, by, any_case) -%}
    regexp_replace({{ text }}, {{ text_literal(pattern) }}, {{ text_literal(by) }}, '{{ 'gi' if any_case else 'g' }}')
{%- endmacro %}

{% macro spark__replace_all(text, pattern, by, any_case) -%}
    regexp_replace({{ text }}, {{ java_pattern(pattern, any_case) }}, '{{ by | replace('\\', '$') }}')
{%- endmacro %}

{% macro text_literal(text) -%}
    {{ adapter.dispatch('text_literal')(text) }}
{%- endmacro %}

{% macro default__text_literal(text) -%}
    '{{ text | replace("'", "''") }}'
{%- endmacro %}

{% macro spark__text_literal(text) -%}
    '{{ text | replace('\\', '\\\\') | replace("'", "\\'") }}'
{%- endmacro %}

{% macro java_pattern(pattern, any_case) -%}
    {#- PostgreSQL's classes of characters in Java's words; there, `$` would match before a last line break, too. -#}
    {%- set ns = namespace(java=pattern[:-1] ~ '\\z' if pattern.endswith('$') else pattern) -%}
    {%- for postgres, java in {
        '[:alnum:]': '\\p{IsAlphabetic}0-9', '[:alpha:]': '\\p{IsAlphabetic}', '[:lower:]': '\\p{IsLowercase}', '[:upper:]': '\\p{IsUppercase}',
        '\\s': '\\p{IsWhite_Space}', '\\m': '(?<![\\p{IsAlphabetic}0-9_])', '\\M': '(?![\\p{IsAlphabetic}0-9_])',
    }.items() -%}
        {%- set ns.java = ns.java | replace(postgres, java) -%}
    {%- endfor -%}
    {{ text_literal(('(?i)' if any_case else '') ~ ns.java) }}
{%- endmacro %}
