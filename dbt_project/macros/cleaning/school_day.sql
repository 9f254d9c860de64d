{% macro school_day(text, zone, midnight_is_a_day) -%}
    {%- set part -%} regexp_match({{ text }}, '^([0-9]+)-([0-9]+)-([0-9]+)') {%- endset -%}
    {%- set day = calendar_date(
        'cast((' ~ part ~ ')[1] as integer)', 'cast((' ~ part ~ ')[2] as integer)', 'cast((' ~ part ~ ')[3] as integer)'
    ) -%}
    case
        when {{ day }} is null then null
        when {{ midnight_is_a_day }} and {{ text }} ~* '[ T]0?0:00(:00([.]0+)?)? ?(Z|UTC|[+-]00(:?00)?)$' then {{ day }}
        when {{ zone }} is not null then cast(cast({{ text }} as timestamptz) at time zone {{ zone }} as date)
        when cast(cast({{ text }} as timestamptz) at time zone 'UTC' as date) = {{ day }} then {{ day }}
    end
{%- endmacro %}
