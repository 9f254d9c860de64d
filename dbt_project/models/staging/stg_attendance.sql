with

source as (
    select * from {{ ref('stg_attendance_written') }}
),

keys as (
    select * from {{ ref('stg_attendance_keys') }}
),

statuses as (
    select * from {{ ref('stg_attendance_statuses') }}
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
        coalesce(students.key, named.student_id) as student_id,
        coalesce(sessions.key, named.session_id) as session_id,

        -- text
        statuses.status_text
    from source
    left join keys as students
        on source.student_id = students.written and students.column_name = 'student_id'
    left join keys as sessions
        on source.session_id = sessions.written and sessions.column_name = 'session_id'
    left join statuses
        on source._load_id = statuses.load_id and source.status = statuses.written
    left join named
        on
            source._load_id = named.load_id
            and source._source_row = named.source_row
            and source.source_column is not distinct from named.source_column
)

select * from cleaned
