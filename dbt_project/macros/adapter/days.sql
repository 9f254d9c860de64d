{% macro days_between(first, last) -%}
    {{ adapter.dispatch('days_between')(first, last) }}
{%- endmacro %}

{% macro default__days_between(first, last) -%}
    ({{ last }} - {{ first }})
{%- endmacro %}

{% macro spark__days_between(first, last) -%}
    datediff({{ last }}, {{ first }})
{%- endmacro %}

{% macro in_utc(moment) -%}
    {{ adapter.dispatch('in_utc')(moment) }}
{%- endmacro %}

{% macro default__in_utc(moment) -%}
    {{ moment }} at time zone 'UTC'
{%- endmacro %}

{% macro spark__in_utc(moment) -%}
    {#- `make setup-spark` sets the sessions to UTC. -#}
    cast({{ moment }} as timestamp_ntz)
{%- endmacro %}

{% macro local_day(moment_text, zone) -%}
    {{ adapter.dispatch('local_day')(moment_text, zone) }}
{%- endmacro %}

{% macro default__local_day(moment_text, zone) -%}
    cast(cast({{ moment_text }} as timestamptz) at time zone {{ zone }} as date)
{%- endmacro %}

{% macro spark__local_day(moment_text, zone) -%}
    {#- Spark reads no time zone behind a time without seconds. -#}
    cast(from_utc_timestamp(cast(
        regexp_replace(upper({{ moment_text }}), '([ T][0-9]+:[0-9]+)( ?[ZU+-])', '$1:00$2') as timestamp
    ), {{ zone }}) as date)
{%- endmacro %}

{% macro minutes_of_interval(text) -%}
    {{ adapter.dispatch('minutes_of_interval')(text) }}
{%- endmacro %}

{% macro default__minutes_of_interval(text) -%}
    cast(round(extract(epoch from cast({{ text }} as interval)) / 60) as integer)
{%- endmacro %}

{% macro spark__minutes_of_interval(text) -%}
    {%- set seconds = [] -%}
    {%- for part, length in {'(-?[0-9]+)(?: day|D)': 86400, 'T?(-?[0-9]+)H': 3600, '(-?[0-9]+)M': 60, '(-?[0-9.]+)S': 1}.items() -%}
        {%- do seconds.append('coalesce(cast(' ~ matched_part(text, part) ~ ' as decimal(20, 6)), 0) * ' ~ length) -%}
    {%- endfor -%}
    {%- set clock = [] -%}
    {%- for part, length in {'([0-9]+):[0-9]+:': 3600, ':([0-9]+):': 60, ':[0-9]+:([0-9.]+)': 1}.items() -%}
        {%- do clock.append('coalesce(cast(' ~ matched_part(text, part) ~ ' as decimal(20, 6)), 0) * ' ~ length) -%}
    {%- endfor -%}
    cast(round((
        {{ seconds | join(' + ') }}
        + case when {{ text }} rlike '-[0-9]+:' then -1 else 1 end * ({{ clock | join(' + ') }})
    ) / 60) as integer)
{%- endmacro %}

{% macro period_spine(period, first, last) -%}
    {{ adapter.dispatch('period_spine')(period, first, last) }}
{%- endmacro %}

{% macro default__period_spine(period, first, last) -%}
    cast(generate_series({{ first }}, {{ last }}, interval '1 {{ period }}') as date)
{%- endmacro %}

{% macro spark__period_spine(period, first, last) -%}
    {#- `sequence` would count down to an earlier last day. -#}
    explode(case when {{ first }} <= {{ last }} then sequence({{ first }}, {{ last }}, interval '1 {{ period }}') end)
{%- endmacro %}

{% macro spoken_date(day) -%}
    {{ adapter.dispatch('spoken_date')(day) }}
{%- endmacro %}

{% macro default__spoken_date(day) -%}
    to_char({{ day }}, 'FMDD FMMonth YYYY')
{%- endmacro %}

{% macro spark__spoken_date(day) -%}
    date_format({{ day }}, 'd MMMM yyyy')
{%- endmacro %}
