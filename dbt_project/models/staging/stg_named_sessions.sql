with

date_orders as (
    {{ date_orders(['session_date']) }}
),

-- A log names its few sessions many times.
written as (
    select distinct
        _load_id as load_id,
        session_date,
        group_name,
        module,
        {{ fingerprint(['session_date', 'group_name', 'module']) }} as naming_key
    from {{ ref('stg_attendance_written') }}
    where coalesce(session_id, '') = '' and session_date is not null
),

cleaned as {{ materialized() }} (
    select
        written.load_id,
        written.naming_key,
        {{ without_weekday(latin_digits(clean_text('written.session_date'))) }} as date_text,
        {{ spelling_key(clean_text('written.group_name')) }} as group_key,
        {{ spelling_key(clean_text('written.module')) }} as module_key,
        date_orders.date_order,
        date_orders.dates_from,
        -- how the file is called, in its name and above its header
        {{ words_of('titles.value') }} as title
    from written
    left join date_orders on written.load_id = date_orders.load_id
    left join {{ source('staging', 'load_settings') }} as titles
        on written.load_id = titles.load_id and titles.setting = 'title'
),

with_years as {{ materialized() }} (
    select
        *,
        {{ with_year('date_text', 'dates_from') }} as whole_date
    from cleaned
),

dated as {{ materialized() }} (
    select
        *,
        {{ parse_date('whole_date', 'date_order', school_time_zone()) }} as session_date
    from with_years
),

sessions as {{ materialized() }} (
    select
        session_id,
        date,
        {{ spelling_key('module_spelling') }} as module_key,
        {{ spelling_key('group_text') }} as group_key,
        {{ words_of('group_text') }} as group_words,
        {{ words_of('campus_text') }} as campus_words,
        {{ words_of('module_spelling') }} as module_words
    from {{ ref('stg_sessions') }}
),

-- Of several sessions on a day, the title may say which: best by its group.
candidates as (
    select
        dated.load_id,
        dated.naming_key,
        sessions.session_id,
        rank() over (
            partition by dated.load_id, dated.naming_key
            order by
                case
                    when position(sessions.group_words in dated.title) > 0 then 1
                    when position(sessions.campus_words in dated.title) > 0 then 2
                    when position(sessions.module_words in dated.title) > 0 then 3
                    else 4
                end
        ) as place
    from dated
    inner join sessions
        on
            dated.session_date = sessions.date
            and coalesce(dated.group_key = sessions.group_key, dated.group_key is null)
            and coalesce(dated.module_key = sessions.module_key, dated.module_key is null)
),

-- Where several are meant, nobody knows which.
named as (
    select
        load_id,
        naming_key,
        min(session_id) as session_id
    from candidates
    where place = 1
    group by load_id, naming_key
    having count(distinct session_id) = 1
)

select * from named
