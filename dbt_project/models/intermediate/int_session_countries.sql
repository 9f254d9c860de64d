with

sessions as (
    select * from {{ ref('int_session_groups') }}
    where session_state = 'taken'
),

attended as (
    select
        session_id,
        student_country_name as country_name,
        sum(students_attended) as students_attended
    from {{ ref('int_session_attendees') }}
    group by session_id, student_country_name
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
        coalesce(subscriptions.country_name, 'Unknown') as country_name,
        changes.change as students_expected
    from {{ ref('int_expectation_changes') }} as changes
    left join {{ ref('int_latest_subscriptions') }} as subscriptions
        on changes.student_id = subscriptions.student_id
    where changes.session_state = 'taken'
),

summed as (
    select
        session_id,
        country_name,
        sum(students_expected) as students_expected
    from with_marks
    group by session_id, country_name
),

final as (
    select
        sessions.session_id,
        sessions.session_date,
        sessions.module,
        sessions.duration,
        summed.country_name,
        coalesce(attended.students_attended, 0) as students_attended,
        summed.students_expected
    from summed
    inner join sessions on summed.session_id = sessions.session_id
    left join attended
        on
            summed.session_id = attended.session_id
            and summed.country_name = attended.country_name
    where summed.students_expected > 0
)

select * from final
