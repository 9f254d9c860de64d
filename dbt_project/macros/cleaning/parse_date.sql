{% macro parse_date(text, order, zone, midnight_is_a_day='true') -%}
    {%- set moment = '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[ T]([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)? ?(Z|UTC|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?)$' -%}
    {%- set time = '([ T,]+([01]?[0-9]|2[0-3])[:h][0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?( ?[ap][.]?m[.]?)?|[ T]00:00(:00([.]0+)?)?(Z|[+]00(:?00)?))?' -%}
    {%- set parts = '^([0-9]+)[-/. ]([0-9]+)[-/. ]([0-9]+)' -%}
    {%- set first -%} cast({{ matched_part(text, parts, 1) }} as integer) {%- endset -%}
    {%- set second -%} cast({{ matched_part(text, parts, 2) }} as integer) {%- endset -%}
    {%- set third -%} cast({{ matched_part(text, parts, 3) }} as integer) {%- endset -%}
    {%- set year -%} ({{ third }} + case when length({{ matched_part(text, parts, 3) }}) = 2 then 2000 else 0 end) {%- endset -%}
    case
        when {{ matches(text, moment, any_case=true) }} then {{ school_day(text, zone, midnight_is_a_day) }}
        when {{ matches(text, '^[0-9]{4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,2}' ~ time ~ '$', any_case=true) }}
            then {{ calendar_date(first, second, third) }}
        when {{ matches(text, '^[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ]([0-9]{4}|[0-9]{2})' ~ time ~ '$', any_case=true) }}
            then case
                when {{ order }} = 'day_first' then {{ calendar_date(year, second, first) }}
                when {{ order }} = 'month_first' then {{ calendar_date(year, first, second) }}
                {#- 5/5/2026 is the same day either way. #}
                when {{ first }} = {{ second }} and {{ third }} > 99 then {{ calendar_date(third, first, second) }}
                when {{ order }} is null and {{ matches(text, '^[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}' ~ time ~ '$', any_case=true) }}
                    then {{ calendar_date(third, first, second) }}
            end
        when {{ order }} = 'compact' and {{ matches(text, '^[0-9]{8}$') }}
            then {{ calendar_date(
                'cast(left(' ~ text ~ ', 4) as integer)', 'cast(substr(' ~ text ~ ', 5, 2) as integer)',
                'cast(right(' ~ text ~ ', 2) as integer)'
            ) }}
        when {{ matches(text, '^[2-7][0-9]{4}([.,][0-9]+)?$') }}
            then cast('1899-12-30' as date) + cast(substr({{ text }}, 1, 5) as integer)
        when {{ matches(text, '^([^0-9]+ )?[0-9]{1,2}(er|st|nd|rd|th)?[-/. ]+[^0-9]+[-/., ]+([0-9]{4}|[0-9]{2})' ~ time ~ '$', any_case=true) }}
            then {{ named_date(text, '^[^0-9]*[0-9]{1,2}(?:er|st|nd|rd|th)?([^0-9]+)[0-9]') }}
        when {{ matches(text, '^[^0-9]+[-/. ]+[0-9]{1,2}(st|nd|rd|th)?[-/., ]+([0-9]{4}|[0-9]{2})' ~ time ~ '$', any_case=true) }}
            then {{ named_date(text, '([^-0-9/. ]+)[-/. ]+[0-9]') }}
    end
{%- endmacro %}

{% macro named_date(text, name) -%}
    {%- set parts = '^[^0-9]*([0-9]{1,2})[^0-9]+([0-9]{4}|[0-9]{2})' -%}
    {%- set written = matched_part(text, parts, 2) -%}
    {%- set year -%} (cast({{ written }} as integer) + case when length({{ written }}) = 2 then 2000 else 0 end) {%- endset -%}
    {%- set month = month_number(word_key(matched_part(text, name, any_case=true))) -%}
    {{ calendar_date(year, month, 'cast(' ~ matched_part(text, parts, 1) ~ ' as integer)') }}
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

{% macro month_number(word) -%}
    case
        when {{ word }} in ('jan', 'january', 'janv', 'janvier', 'جانفي', 'كانونالثاني', 'يناير') then 1
        when {{ word }} in ('feb', 'february', 'fev', 'fevr', 'fevrier', 'شباط', 'فبراير', 'فيفري') then 2
        when {{ word }} in ('mar', 'march', 'mars', 'اذار', 'مارس') then 3
        when {{ word }} in ('apr', 'april', 'avr', 'avril', 'ابريل', 'افريل', 'نيسان') then 4
        when {{ word }} in ('mai', 'may', 'ايار', 'ماي', 'مايو') then 5
        when {{ word }} in ('juin', 'jun', 'june', 'جوان', 'حزيران', 'يونيو') then 6
        when {{ word }} in ('juil', 'juillet', 'jul', 'july', 'تموز', 'جويليه', 'يوليو') then 7
        when {{ word }} in ('aout', 'aug', 'august', 'اب', 'اغسطس', 'اوت') then 8
        when {{ word }} in ('sep', 'sept', 'september', 'septembre', 'ايلول', 'سبتمبر') then 9
        when {{ word }} in ('oct', 'october', 'octobre', 'اكتوبر', 'تشرينالاول') then 10
        when {{ word }} in ('nov', 'november', 'novembre', 'تشرينالثاني', 'نوفمبر') then 11
        when {{ word }} in ('dec', 'december', 'decembre', 'ديسمبر', 'كانونالاول') then 12
    end
{%- endmacro %}

{% macro school_day(text, zone, midnight_is_a_day) -%}
    {%- set parts = [] -%}
    {%- for part in [1, 2, 3] -%}
        {%- do parts.append('cast(' ~ matched_part(text, '^([0-9]+)-([0-9]+)-([0-9]+)', part) ~ ' as integer)') -%}
    {%- endfor -%}
    {%- set day = calendar_date(*parts) -%}
    case
        when {{ day }} is null then null
        when {{ midnight_is_a_day }} and {{ matches(text, '[ T]0?0:00(:00([.]0+)?)? ?(Z|UTC|[+-]00(:?00)?)$', any_case=true) }} then {{ day }}
        when {{ zone }} is not null then {{ local_day(text, zone) }}
        when {{ local_day(text, "'UTC'") }} = {{ day }} then {{ day }}
    end
{%- endmacro %}
