with

marks as (
    select
        load_id,
        source_row,
        student_id,
        session_id,
        counts_as
    from {{ ref('int_attendance') }}
    where outcome = 'kept' and counts_as != 'attended'
),

sessions as (
    select * from {{ ref('int_session_groups') }}
),

running as (
    select * from {{ ref('int_student_groups') }}
    where runs and is_home
),

dated as (
    select distinct student_id
    from running
),

-- Whom no subscription with days is linked to, the marks alone speak for.
with_subscription as (
    select
        marks.*,
        sessions.session_date,
        sessions.course_key,
        sessions.session_state,
        sessions.expected_by,
        dated.student_id is null or running.student_id is not null as is_within_subscription
    from marks
    inner join sessions on marks.session_id = sessions.session_id
    left join dated on marks.student_id = dated.student_id
    left join running
        on
            marks.student_id = running.student_id
            and sessions.session_date between running.from_day and running.until_day
)

select * from with_subscription
