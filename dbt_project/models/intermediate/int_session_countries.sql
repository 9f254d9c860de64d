with

sessions as (
    select * from {{ ref('int_session_groups') }}
    where session_state = 'taken'
),

courses as (
    select * from {{ ref('int_student_courses') }}
),

countries as (
    select distinct
        course_key,
        country_name
    from courses
),

attended as (
    select
        session_id,
        coalesce(country_name, 'Unknown') as country_name,
        sum(students) as students_attended
    from {{ ref('int_session_attendees') }}
    group by session_id, coalesce(country_name, 'Unknown')
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
    from courses
    group by course_key, country_name, expected_from

    union all

    select
        course_key,
        country_name,
        expected_until + 1 as day,
        null as session_id,
        -count(*) as change
    from courses
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
),

final as (
    select
        sessions.session_id,
        sessions.session_date,
        sessions.module,
        sessions.duration,
        expected.country_name,
        coalesce(attended.students_attended, 0) as students_attended,
        expected.students_expected
    from expected
    inner join sessions on expected.session_id = sessions.session_id
    left join attended
        on
            expected.session_id = attended.session_id
            and expected.country_name = attended.country_name
    where expected.students_expected > 0
)

select * from final
