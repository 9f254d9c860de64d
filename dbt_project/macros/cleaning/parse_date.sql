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

{% macro calendar_date(year, month, day) -%}
    case
        when {{ year }} >= 1 and {{ month }} between 1 and 12
            then case
                when {{ day }} between 1 and extract(
                    day from make_date({{ year }}, {{ month }}, 1) + interval '1 month' - interval '1 day'
                )
                    then make_date({{ year }}, {{ month }}, {{ day }})
            end
    end
{%- endmacro %}
