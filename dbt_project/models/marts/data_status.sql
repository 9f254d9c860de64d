{%- set last_days = {
    'sessions': 'select max(date) from ' ~ ref('sessions')
        ~ ' where date <= ' ~ attendance_as_of_date(),
    'attendance': 'select max(last_attended_on) from ' ~ ref('int_student_attendance'),
    'subscriptions': 'select max(start_date) from ' ~ ref('subscriptions')
        ~ ' where start_date <= ' ~ as_of_date()} -%}
{%- set silent_days = days_between('sources.data_until', 'ledger.own_day') -%}
{%- set is_silent = silent_days ~ ' > sources.max_silence_days' -%}

with

sources as (
    select
        *,
        case source_name
            {%- for source_name, last_day in last_days.items() %}
                when '{{ source_name }}' then ({{ last_day }})
            {%- endfor %}
        end as data_until
    from {{ ref('int_freshness_limits') }}
),

ledger as (
    select
        source_name,
        count(*) as loads,
        max(load_id) as newest_load_id,
        max({{ in_utc('finished_at') }}) as newest_load_at,
        max(own_day) as own_day,
        bool_or(is_reconstructed) as is_reconstructed,
        sum(rows_in) as rows_in_files,
        sum(rows_rejected) as rows_rejected,
        sum(rows_suppressed) as rows_suppressed,
        sum(rows_landed) as rows_landed
    from {{ ref('int_loaded_rows') }}
    group by source_name
),

outcomes as (
    {%- for model in ['students', 'sessions', 'attendance', 'subscriptions', 'calls'] %}
        select
            '{{ model }}' as source_name,
            count(*) filter (where outcome = 'kept') as rows_kept,
            count(*) filter (where outcome = 'duplicate') as rows_duplicate,
            count(*) filter (where outcome = 'set_aside') as rows_set_aside
        from {{ ref('int_' ~ model) }}
        {{ 'union all' if not loop.last }}
    {%- endfor %}
),

states as (
    select
        {{ in_utc('loaded_at') }} as changes_until,
        {{ in_utc('previous_loaded_at') }} as changes_since
    from {{ ref('int_student_states') }}
    order by loaded_at desc, previous_loaded_at desc nulls last
    limit 1
),

final as (
    select
        sources.source_name,

        -- how fresh, and by which limits
        cast(coalesce(ledger.loads, 0) as integer) as loads,
        ledger.newest_load_id,
        ledger.newest_load_at,
        cast(ledger.newest_load_at as date) as newest_load_on,
        ledger.own_day,
        sources.data_until,
        {{ as_of_date() }} as as_of_date,
        least(
            ledger.own_day + sources.max_age_days,
            coalesce(sources.data_until, ledger.own_day) + sources.max_silence_days
        ) as fresh_until,
        cast({{ is_silent }} as integer) as is_silent,
        {{ flag_label(is_silent, 'silent', 'not silent') }} as silent_label,
        cast(ledger.is_reconstructed as integer) as is_reconstructed,
        case
            when ledger.newest_load_id is null then 'never loaded'
            when ledger.is_reconstructed then 'later load used'
            else 'loaded by then'
        end as reconstructed_label,
        states.changes_since,
        states.changes_until,

        -- how complete
        {%- for rows in ['rows_in_files', 'rows_rejected', 'rows_suppressed', 'rows_landed'] %}
            cast(coalesce(ledger.{{ rows }}, 0) as bigint) as {{ rows }},
        {%- endfor %}
        outcomes.rows_kept,
        outcomes.rows_duplicate,
        outcomes.rows_set_aside
    from sources
    left join ledger on sources.source_name = ledger.source_name
    inner join outcomes on sources.source_name = outcomes.source_name
    left join states on true
)

select * from final
