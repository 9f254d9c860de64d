with

sessions as (
    select
        *,
        {{ plausible_minutes('duration_written') }} as duration
    from {{ ref('stg_sessions') }}
),

loads as (
    select * from {{ ref('int_loads') }}
),

modules as (
    select * from {{ ref('int_spellings') }}
    where kind = 'module'
),

with_module as (
    select
        sessions.*,
        loads.own_day,
        modules.spelling as module
    from sessions
    left join loads on sessions.load_id = loads.load_id
    left join modules on lower(sessions.module_spelling) = modules.spelling_key
),

fingerprinted as (
    select
        *,
        {{ fingerprint([
            value_or_text('date', 'date_text'),
            value_or_text('duration', 'duration_text'),
            'module',
            'instructor',
        ]) }} as content
    from with_module
),

-- Of several rows for one id the fullest is kept; of equally full ones the latest.
ranked as (
    select
        *,
        row_number() over best_first as choice,
        first_value(content) over best_first as kept_content
    from fingerprinted
    window best_first as (
        partition by session_id
        order by
            {{ count_nulls(['date', 'duration', 'module', 'instructor']) }},
            load_id desc,
            source_row desc
    )
),

classified as (
    select
        *,
        case
            when session_id is null then 'session_id_missing'
            when choice = 1 then null
            when content = kept_content then 'session_exact_copy'
            else 'session_conflicting_copy'
        end as dropped_by
    from ranked
),

with_outcome as (
    select
        load_id,
        source_row,
        session_id,
        date,
        duration,
        module,
        instructor,
        date_text,
        duration_text,
        duration_written,
        own_day,
        dropped_by,
        {{ row_outcome('dropped_by') }} as outcome
    from classified
)

select * from with_outcome
