{#-
    A date from cleaned text in a declared format, else null: `2024-07-24` (a midnight behind it is allowed) or `7/24/2024`,
    month first. Two-digit years, words such as `now`, and days that no calendar has are not guessed.
-#}
{% macro parse_date(text) -%}
    {{ adapter.dispatch('parse_date')(text) }}
{%- endmacro %}

{% macro default__parse_date(text) -%}
    case
        when {{ text }} ~ '^\d{4}-\d{2}-\d{2}([ T]00:00(:00(\.0+)?)?)?$'
            then {{ calendar_date(
                "cast(substr(" ~ text ~ ", 1, 4) as integer)",
                "cast(substr(" ~ text ~ ", 6, 2) as integer)",
                "cast(substr(" ~ text ~ ", 9, 2) as integer)",
            ) }}
        when {{ text }} ~ '^\d{1,2}/\d{1,2}/\d{4}$'
            then {{ calendar_date(
                "cast(split_part(" ~ text ~ ", '/', 3) as integer)",
                "cast(split_part(" ~ text ~ ", '/', 1) as integer)",
                "cast(split_part(" ~ text ~ ", '/', 2) as integer)",
            ) }}
    end
{%- endmacro %}
