with

source as (
    select * from {{ source('staging', 'raw_calls') }}
    where {{ in_force('calls') }}
),

date_orders as (
    {{ date_orders(['day']) }}
),

cleaned as {{ materialized() }} (
    select
        source._load_id as load_id,
        source._source_row as source_row,
        {{ clean_text('student_id') }} as id_text,
        {{ without_weekday(latin_digits(clean_text('day'))) }} as day_text,
        {{ clean_text('outcome') }} as outcome_text,
        {{ clean_text('note') }} as note,
        date_orders.date_order
    from source
    left join date_orders on source._load_id = date_orders.load_id
),

typed as (
    select
        -- where it came from
        load_id,
        source_row,

        -- key
        {{ real_key('id_text') }} as student_id,

        -- what came of it
        {{ parse_date('day_text', 'date_order', school_time_zone(), 'true') }} as called_on,
        outcome_text,
        note
    from cleaned
)

select * from typed
