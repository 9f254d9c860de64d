with

sessions as (
    select * from {{ ref('int_session_groups') }}
    where expected_by = 'inferred'
),

windows as (
    select * from {{ ref('int_student_courses') }}
),

countries as (
    select distinct
        course_key,
        country_name
    from windows
),

-- Students come from the day they are expected from and go the day after the last: their running
-- sum on the day of a session is how many are expected, without a row per student and session.
comings_and_goings as (
    select
        course_key,
        country_name,
        expected_from as day,
        null as session_id,
        count(*) as change
    from windows
    group by course_key, country_name, expected_from

    union all

    select
        course_key,
        country_name,
        expected_until + 1 as day,
        null as session_id,
        -count(*) as change
    from windows
    where expected_until is not null
    group by course_key, country_name, expected_until

    union all

    select
        sessions.course_key,
        countries.country_name,
        sessions.session_date as day,
        sessions.session_id,
        0 as change
    from sessions
    inner join countries on sessions.course_key = countries.course_key
),

expected as (
    select
        session_id,
        country_name,
        sum(change) over (partition by course_key, country_name order by day) as students_expected
    from comings_and_goings
)

select * from expected
where session_id is not null
