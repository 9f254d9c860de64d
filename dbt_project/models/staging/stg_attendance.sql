with

source as (
    select * from {{ source('staging', 'raw_attendance') }}
    where {{ in_force('attendance') }}
),

cleaned as (
    select
        -- where it came from
        _load_id as load_id,
        _source_row as source_row,

        -- keys
        {{ clean_text('student_id') }} as student_id,
        {{ clean_text('session_id') }} as session_id
    from source
)

select * from cleaned
