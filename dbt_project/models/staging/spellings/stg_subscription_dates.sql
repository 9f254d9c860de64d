{%- set columns = [
    'StudentBirthDate', 'SubscriptionStartDate', 'SubscriptionEndDate', 'DiplomaDate',
    'CancelledDate',
] -%}

with

source as (
    select
        _load_id,
        {{ columns | join(', ') | lower }}
    from {{ ref('stg_subscription_exports') }}
),

date_orders as (
    {{ date_orders(columns) }}
),

-- Each spelling of a date is read once, in the order of its load: an export repeats them often.
date_spellings as (
    {%- for column in columns %}
        select
            _load_id as load_id,
            '{{ column }}' as column_name,
            {{ column | lower }} as written
        from source
        {{ 'union' if not loop.last }}
    {%- endfor %}
),

date_texts as {{ materialized() }} (
    select
        date_spellings.*,
        {{ without_weekday(latin_digits(clean_text('date_spellings.written'))) }} as date_text,
        date_orders.date_order
    from date_spellings
    left join date_orders
        on
            date_spellings.load_id = date_orders.load_id
            and date_spellings.column_name = date_orders.column_name
),

-- MySQL writes a date of zeros where there is none.
dates as {{ materialized() }} (
    select
        *,
        case
            when {{ matches('date_text', '^0+[-/.]0+[-/.]0+([ T]0?0:00(:00)?)?$') }}
                then cast('0001-01-01' as date)
            else {{ parse_date('date_text', 'date_order', school_time_zone()) }}
        end as date_read
    from date_texts
)

select * from dates
