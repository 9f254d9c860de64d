with

-- Marks that lack an id, and name the student by address or the session by its date.
marks as (
    select
        _load_id as load_id,
        _source_row as source_row,
        source_column,
        {{ parse_email(clean_text('student_email')) }} as student_email,
        {{ fingerprint(['session_date', 'group_name', 'module']) }} as naming_key
    from {{ ref('stg_attendance_written') }}
    where
        (coalesce(student_id, '') = '' and student_email is not null)
        or (coalesce(session_id, '') = '' and session_date is not null)
),

students as (
    select
        email,
        min(student_id) as student_id
    from {{ ref('stg_students') }}
    group by email
    having count(distinct student_id) = 1
),

sessions as (
    select * from {{ ref('stg_named_sessions') }}
),

named as (
    select
        marks.load_id,
        marks.source_row,
        marks.source_column,
        students.student_id,
        sessions.session_id
    from marks
    left join students on marks.student_email = students.email
    left join sessions
        on marks.load_id = sessions.load_id and marks.naming_key = sessions.naming_key
)

select * from named
