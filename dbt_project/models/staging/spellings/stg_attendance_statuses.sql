-- A log repeats its few statuses many times.
with

spellings as (
    select distinct
        _load_id as load_id,
        status as written
    from {{ ref('stg_attendance_written') }}
),

cleaned as (
    select
        load_id,
        written,
        {{ clean_text('written') }} as status_text
    from spellings
)

select * from cleaned
