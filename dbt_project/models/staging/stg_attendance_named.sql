with

source as (
    select * from {{ source('staging', 'raw_attendance') }}
    where {{ in_force('attendance') }}
),

date_orders as (
    {{ date_orders(['session_date']) }}
),

-- Marks that lack an id, and name the student by address or the session by date and group.
marks as {{ materialized() }} (
    select
        source._load_id as load_id,
        source._source_row as source_row,
        {{ parse_email(clean_text('source.student_email')) }} as student_email,
        {{ latin_digits(clean_text('source.session_date')) }} as date_text,
        {{ spelling_key(clean_text('source."group"')) }} as group_key,
        {{ spelling_key(clean_text('source.module')) }} as module_key,
        date_orders.date_order
    from source
    left join date_orders on source._load_id = date_orders.load_id
    where
        (coalesce(source.student_id, '') = '' and source.student_email is not null)
        or (coalesce(source.session_id, '') = '' and source.session_date is not null)
),

dated as {{ materialized() }} (
    select
        *,
        {{ parse_date('date_text', 'date_order', school_time_zone()) }} as session_date
    from marks
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
    select
        session_id,
        date,
        {{ spelling_key('module_spelling') }} as module_key,
        {{ spelling_key('group_text') }} as group_key
    from {{ ref('stg_sessions') }}
),

-- Where several sessions are meant, nobody knows which.
named as (
    select
        dated.load_id,
        dated.source_row,
        min(students.student_id) as student_id,
        case
            when count(distinct sessions.session_id) = 1 then min(sessions.session_id)
        end as session_id
    from dated
    left join students on dated.student_email = students.email
    left join sessions
        on
            dated.session_date = sessions.date
            and coalesce(dated.group_key = sessions.group_key, dated.group_key is null)
            and coalesce(dated.module_key = sessions.module_key, dated.module_key is null)
    group by dated.load_id, dated.source_row
)

select * from named
