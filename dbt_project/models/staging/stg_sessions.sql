{%- set others = 'coalesce(date_text, module_spelling, duration_text)' -%}

with

source as (
    select * from {{ source('staging', 'raw_sessions') }}
    where {{ in_force('sessions') }}
),

date_orders as (
    {{ date_orders(['date']) }}
),

cleaned as {{ materialized() }} (
    select
        source._load_id as load_id,
        source._source_row as source_row,
        {{ clean_text('session_id') }} as id_text,
        {{ clean_text('module') }} as module_spelling,
        {{ clean_text('instructor') }} as instructor,
        {{ without_weekday(latin_digits(clean_text('date'))) }} as date_text,
        {{ latin_digits(clean_text('duration')) }} as duration_text,
        {{ clean_text(adapter.quote('group')) }} as group_text,
        {{ clean_text('campus') }} as campus_text,
        {{ clean_text('status') }} as status_text,
        date_orders.date_order,
        date_orders.dates_from
    from source
    left join date_orders on source._load_id = date_orders.load_id
),

-- Where all are at midnight, they are days that a database wrote as moments.
with_times as (
    select
        *,
        bool_or(
            {{ matches('date_text', '[ T][0-9]+:') }}
            and not {{ matches('date_text || \' \'', '[ T]0?0:00(:00)?[^:0-9]') }}
        ) over (partition by load_id) as has_times,
        {{ with_year('date_text', 'dates_from') }} as whole_date
    from cleaned
),

typed as {{ materialized() }} (
    select
        -- where it came from
        load_id,
        source_row,

        -- key
        case
            when {{ is_remark('id_text', others) }} then null
            when not {{ sums_up("concat_ws(' ', id_text, date_text, module_spelling)") }}
                then {{ real_key('id_text') }}
        end as session_id,

        -- text
        module_spelling,
        {{ readable_name('instructor') }} as instructor,

        -- dates and numbers
        {{ parse_date('whole_date', 'date_order', school_time_zone(), 'not has_times') }} as date,
        {{ parse_minutes('duration_text') }} as duration_written,

        -- as it was written
        date_text,
        duration_text,
        group_text,
        campus_text,
        status_text
    from with_times
)

select * from typed
