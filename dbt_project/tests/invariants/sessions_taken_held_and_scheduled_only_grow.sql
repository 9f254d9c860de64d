-- What is this?        Taken sessions are among those held, and those among the scheduled ones.
-- When does it fail?   One of the three is counted over other sessions than the next.
-- What to do?          Look at int_course_days and at the day its counts are looked up for.

with

counts as (
    select
        'student ' || student_id as of_what,
        sessions_taken,
        sessions_held,
        sessions_scheduled
    from {{ ref('student_engagement') }}

    union all

    select
        'module ' || module as of_what,
        sessions_taken,
        sessions_held,
        sessions_scheduled
    from {{ ref('module_engagement') }}

    union all

    select
        'month ' || month as of_what,
        sessions_taken,
        sessions_held,
        sessions_scheduled
    from {{ ref('month_engagement') }}
)

select * from counts
where sessions_taken > sessions_held or sessions_held > sessions_scheduled
