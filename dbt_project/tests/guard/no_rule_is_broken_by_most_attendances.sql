-- What is this?        Rules for errors that most rows of the attendance log break.
-- When does it fail?   Keys are written in a new way, or what they refer to did not come.
-- What to do?          Compare the ids of the two exports; load the one that is wrong corrected.

-- Spellings are read, not rows, wherever that is enough: this comes before all that costs much.
with

source as (
    select
        student_id,
        session_id,
        student_email,
        session_date
    from {{ ref('stg_attendance_written') }}
),

{%- for column in ['student_id', 'session_id'] %}

    {{ column }}_keys as (
        select
            written,
            key as spelled_key,
            uses
        from {{ ref('stg_attendance_keys') }}
        where column_name = '{{ column }}'
    ),
{%- endfor %}

landed as (
    select coalesce(sum(uses), 0) as rows_landed
    from student_id_keys
),

found as (
    select
        'attendance_key_missing' as rule,
        count(*) as rows_broken,
        {{ as_text('null') }} as how_near
    from source
    where
        (
            student_email is null
            and (
                student_id is null
                or student_id in (
                    select blank.written from student_id_keys as blank
                    where blank.written is not null and blank.spelled_key is null
                )
            )
        )
        or (
            session_date is null
            and (
                session_id is null
                or session_id in (
                    select blank.written from session_id_keys as blank
                    where blank.written is not null and blank.spelled_key is null
                )
            )
        )

    union all

    select * from {{ unknown_keys(
        'attendance_student_unknown', 'student_id_keys', 'stg_students', 'student_id'
    ) }} as students

    union all

    select * from {{ unknown_keys(
        'attendance_session_unknown', 'session_id_keys', 'stg_sessions', 'session_id'
    ) }} as sessions
),

broken as (
    select
        found.*,
        landed.rows_landed,
        landed.rows_landed as rows_written
    from found
    cross join landed
)

{{ broken_by_most('attendance') }}
