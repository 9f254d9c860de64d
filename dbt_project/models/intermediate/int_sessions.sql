with

sessions as (
    select * from {{ ref('stg_sessions') }}
),

modules as (
    select * from {{ ref('int_spellings') }}
    where kind = 'module'
),

campuses as (
    select * from {{ ref('int_spellings') }}
    where kind = 'campus'
),

with_spellings as (
    select
        sessions.*,
        {{ plausible_minutes('sessions.duration_written') }} as duration,
        loads.own_day,
        modules.spelling as module,
        coalesce(campuses.spelling, sessions.campus_text) as campus,
        statuses.meaning as status_meaning
    from sessions
    left join {{ ref('int_loads') }} as loads on sessions.load_id = loads.load_id
    left join modules on lower(sessions.module_spelling) = modules.spelling_key
    left join campuses on lower(sessions.campus_text) = campuses.spelling_key
    left join {{ ref('int_session_statuses') }} as statuses
        on sessions.status_text = statuses.status_text
),

fingerprinted as (
    select
        *,
        {{ fingerprint([
            value_or_text('date', 'date_text'),
            value_or_text('duration', 'duration_text'),
            'module',
            'instructor',
            'campus',
            'group_text',
            'status_text',
        ]) }} as content
    from with_spellings
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
        {{ real_date('date') }} as date,
        date as date_written,
        duration,
        module,
        instructor,
        campus,
        group_text as cohort,
        coalesce(status_meaning = 'cancelled', false) as is_cancelled,
        status_text,
        status_meaning,
        date_text,
        duration_text,
        duration_written,
        own_day,
        dropped_by,
        {{ row_outcome('dropped_by') }} as outcome
    from classified
)

select * from with_outcome
