with

source as (
    select * from {{ ref('stg_attendance_written') }}
),

-- Each spelling of a key is cleaned once: the log repeats them many times.
student_ids as {{ materialized() }} (
    {{ joined_keys(
        'attendance', 'student_id', 'stg_students', 'student_id', ref('stg_attendance_written')
    ) }}
),

session_ids as {{ materialized() }} (
    {{ joined_keys(
        'attendance', 'session_id', 'stg_sessions', 'session_id', ref('stg_attendance_written')
    ) }}
),

statuses as {{ materialized() }} (
    select distinct
        written,
        status_text
    from {{ ref('stg_attendance_statuses') }}
),

named as (
    select * from {{ ref('stg_attendance_named') }}
),

cleaned as (
    select
        -- where it came from
        source._load_id as load_id,
        source._source_row as source_row,
        source.source_column,

        -- keys
        coalesce(student_ids.key, named.student_id) as student_id,
        coalesce(session_ids.key, named.session_id) as session_id,

        -- text
        statuses.status_text
    from source
    left join student_ids on source.student_id = student_ids.written
    left join session_ids on source.session_id = session_ids.written
    left join statuses on source.status = statuses.written
    left join named
        on
            source._load_id = named.load_id
            and source._source_row = named.source_row
            and source.source_column is not distinct from named.source_column
)

select * from cleaned
