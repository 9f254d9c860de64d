with

source as (
    select * from {{ source('staging', 'raw_attendance') }}
    where {{ in_force('attendance') }}
),

-- Each spelling of a key is cleaned once: the log repeats them many times.
student_ids as {{ materialized() }} (
    select
        student_id as written,
        {{ clean_text('student_id') }} as student_id
    from (
        select distinct student_id from {{ source('staging', 'raw_attendance') }}
        where {{ in_force('attendance') }}
    ) as spellings
),

session_ids as {{ materialized() }} (
    select
        session_id as written,
        {{ clean_text('session_id') }} as session_id
    from (
        select distinct session_id from {{ source('staging', 'raw_attendance') }}
        where {{ in_force('attendance') }}
    ) as spellings
),

statuses as {{ materialized() }} (
    select
        status as written,
        {{ clean_text('status') }} as status_text
    from (
        select distinct status from {{ source('staging', 'raw_attendance') }}
        where {{ in_force('attendance') }}
    ) as spellings
),

cleaned as (
    select
        -- where it came from
        source._load_id as load_id,
        source._source_row as source_row,

        -- keys
        student_ids.student_id,
        session_ids.session_id,

        -- text
        statuses.status_text
    from source
    left join student_ids on source.student_id = student_ids.written
    left join session_ids on source.session_id = session_ids.written
    left join statuses on source.status = statuses.written
)

select * from cleaned
