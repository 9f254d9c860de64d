{#- The date of a year, month and day, or null where the calendar has no such day (2023-02-29, 0000-00-00). -#}
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
