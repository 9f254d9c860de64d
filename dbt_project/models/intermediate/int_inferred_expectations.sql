{%- set last_day = "cast('9999-12-31' as date)" -%}

with

sessions as (
    select * from {{ ref('int_session_groups') }}
    where expected_by = 'inferred'
),

-- Who moves meanwhile is expected in one place after the other.
windows as (
    select
        courses.course_key,
        {{ student_place('homes') }},
        greatest(courses.expected_from, homes.from_day) as expected_from,
        nullif(least(courses.expected_until, homes.last_day), {{ last_day }}) as expected_until
    from {{ ref('int_student_courses') }} as courses
    left join {{ ref('int_student_homes') }} as homes
        on
            courses.student_id = homes.student_id
            and courses.expected_from <= homes.last_day
            and (courses.expected_until is null or courses.expected_until >= homes.from_day)
),

places as (
    select distinct
        course_key,
        country_name,
        campus,
        track
    from windows
),

-- Students come from the day they are expected from and go the day after the last: their running
-- sum on the day of a session is how many are expected, without a row per student and session.
comings_and_goings as (
    select
        course_key,
        country_name,
        campus,
        track,
        expected_from as day,
        null as session_id,
        count(*) as change
    from windows
    group by course_key, country_name, campus, track, expected_from

    union all

    select
        course_key,
        country_name,
        campus,
        track,
        expected_until + 1 as day,
        null as session_id,
        -count(*) as change
    from windows
    where expected_until is not null
    group by course_key, country_name, campus, track, expected_until

    union all

    select
        places.*,
        sessions.session_date as day,
        sessions.session_id,
        0 as change
    from sessions
    inner join places on sessions.course_key = places.course_key
),

expected as (
    select
        session_id,
        country_name,
        campus,
        track,
        sum(change) over (
            partition by course_key, country_name, campus, track
            order by day
        ) as students_expected
    from comings_and_goings
)

select * from expected
where session_id is not null
