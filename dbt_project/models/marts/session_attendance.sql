with

sessions as (
    select * from {{ ref('int_session_groups') }}
    where session_state = 'taken'
),

attendees as (
    select
        attendees.session_id,
        attendees.students_attended,
        {{ student_place('attendees') }}
    from {{ ref('int_session_attendees') }} as attendees
),

attended as (
    select
        session_id,
        country_name,
        campus,
        track,
        sum(students_attended) as students_attended
    from attendees
    group by session_id, country_name, campus, track
),

-- Where the marks are the roster, who came was expected, and whom the marks say.
with_marks as (
    select * from {{ ref('int_inferred_expectations') }}

    union all

    select attended.*
    from attended
    inner join sessions on attended.session_id = sessions.session_id
    where sessions.expected_by = 'marks'

    union all

    select
        changes.session_id,
        {{ student_place('homes') }},
        changes.change as students_expected
    from {{ ref('int_expectation_changes') }} as changes
    left join {{ ref('int_student_homes') }} as homes
        on
            changes.student_id = homes.student_id
            and changes.session_date between homes.from_day and homes.last_day
    where changes.session_state = 'taken'
),

summed as (
    select
        session_id,
        country_name,
        campus,
        track,
        sum(students_expected) as students_expected
    from with_marks
    group by session_id, country_name, campus, track
),

final as (
    select
        -- keys
        summed.session_id,
        summed.country_name,
        summed.campus,
        summed.track,

        -- when and what
        sessions.session_date,
        {{ week_of('sessions.session_date') }} as session_week,
        {{ month_of('sessions.session_date') }} as session_month,
        sessions.module,

        -- how many came
        cast(coalesce(attended.students_attended, 0) as integer) as students_attended,
        cast(summed.students_expected as integer) as students_expected,
        cast(attended.students_attended * sessions.duration as bigint) as minutes_attended
    from summed
    inner join sessions on summed.session_id = sessions.session_id
    left join attended
        on
            summed.session_id = attended.session_id
            and summed.country_name = attended.country_name
            and summed.campus = attended.campus
            and summed.track = attended.track
    where summed.students_expected > 0
)

select * from final
