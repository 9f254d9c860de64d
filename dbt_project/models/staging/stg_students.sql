with

source as (
    select * from {{ source('staging', 'raw_students') }}
    where {{ in_force('students') }}
),

cleaned as {{ materialized() }} (
    select
        _load_id as load_id,
        _source_row as source_row,
        {{ clean_text('student_id') }} as id_text,
        {{ clean_text('first_name') }} as first_name_text,
        {{ clean_text('name') }} as written_name,
        {{ clean_text('email') }} as email_text,
        {{ clean_text('phone') }} as phone_text
    from source
),

named as (
    select
        *,
        {{ whole_name('first_name_text', 'written_name') }} as name_text
    from cleaned
),

typed as {{ materialized() }} (
    select
        -- where it came from
        load_id,
        source_row,

        -- key
        case
            when {{ is_remark('id_text', 'coalesce(name_text, email_text)') }} then null
            when email_text is not null or not {{ sums_up("concat_ws(' ', id_text, name_text)") }}
                then {{ real_key('id_text') }}
        end as student_id,

        -- text
        {{ readable_name('name_text') }} as name,
        {{ parse_email('email_text') }} as email,
        {{ parse_phone('phone_text') }} as phone,

        -- as it was written
        name_text,
        email_text,
        phone_text
    from named
)

select * from typed
