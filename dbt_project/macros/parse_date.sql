{#-
    A date from cleaned text in a declared format, else null: `2024-07-24`, also with a time of day, or `7/24/2024`, month first.
    Two-digit years, words such as `now`, days that no calendar has, and times in a time zone, where the school's day may be another,
    are not guessed; midnight in UTC is how tools write a plain date, and is read as one.
-#}
{% macro parse_date(text) -%}
    {{ adapter.dispatch('parse_date')(text) }}
{%- endmacro %}

{% macro default__parse_date(text) -%}
    {%- set time_of_day = '(([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?|00:00(:00([.]0+)?)?(Z|[+]00(:?00)?))' -%}
    case
        when {{ text }} ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}([ T]{{ time_of_day }})?$'
            then {{ calendar_date(
                "cast(substr(" ~ text ~ ", 1, 4) as integer)",
                "cast(substr(" ~ text ~ ", 6, 2) as integer)",
                "cast(substr(" ~ text ~ ", 9, 2) as integer)",
            ) }}
        when {{ text }} ~ '^[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}$'
            then {{ calendar_date(
                "cast(split_part(" ~ text ~ ", '/', 3) as integer)",
                "cast(split_part(" ~ text ~ ", '/', 1) as integer)",
                "cast(split_part(" ~ text ~ ", '/', 2) as integer)",
            ) }}
    end
{%- endmacro %}
