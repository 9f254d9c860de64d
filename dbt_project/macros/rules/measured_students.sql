{% macro measured_students(students, as_of, last_day=none) -%}
-- Absence is measured to the last day on which the group was marked, not to the day looked from.
measured as (
    select
        student_id,
        looked_from,
        is_group_silent,
        marked_until,
        last_attended_on,
        greatest(coalesce(last_marked_on, courses_marked_on, marked_until), last_attended_on)
            as measured_until
    from {{ students }}
),

-- Subscriptions that run that day, or when the newest mark of the whole log was made: of a log that
-- is landed late, nobody is gone meanwhile.
running as (
    select
        measured.student_id,
        measured.looked_from,
        subscriptions.start_date,
        coalesce(subscriptions.start_date > measured.marked_until, false) as is_new,
        subscriptions.subscription_status = 'paused' as is_paused,
        coalesce(subscriptions.has_diploma, 0) = 1
        and coalesce(subscriptions.diploma_date <= {{ as_of }}, true) as has_diploma
    from measured
    inner join {{ ref('subscriptions') }} as subscriptions
        on measured.student_id = subscriptions.student_id
    where
        subscriptions.subscription_status not in ('invalid', 'void')
        and coalesce(subscriptions.status_reason, '') not in ('open_end_silent', 'gone')
        and (
            measured.marked_until between subscriptions.start_date
            and coalesce(subscriptions.end_date, measured.marked_until)
            or {{ as_of }} between subscriptions.start_date
            and coalesce(subscriptions.end_date, {{ as_of }})
        )
),

-- What began since the newest mark says nothing of who came, beside what ran then.
enrolled as (
    select
        student_id,
        looked_from,
        min(start_date) as started_on,
        bool_and(is_new) as is_new,
        bool_and(has_diploma) filter (where not is_new) as has_diploma,
        bool_and(has_diploma or is_paused) filter (where not is_new) as is_paused
    from running
    group by student_id, looked_from
),

-- What those missed who never came: the sessions of their group since the start of what runs.
offered as (
    select
        measured.student_id,
        measured.looked_from,
        sum(days.taken) as group_sessions_taken
    from measured
    inner join enrolled
        on
            measured.student_id = enrolled.student_id
            and measured.looked_from = enrolled.looked_from
    inner join {{ ref('int_student_groups') }} as student_groups
        on measured.student_id = student_groups.student_id
    inner join {{ ref('int_group_days') }} as days
        on
            coalesce(student_groups.group_name, 'unknown') = days.group_name
            and days.session_date between student_groups.from_day and student_groups.until_day
            {%- if last_day %} and days.session_date <= {{ last_day }} {%- endif %}
    where
        student_groups.runs
        and days.session_date >= enrolled.started_on
        and measured.last_attended_on is null
    group by measured.student_id, measured.looked_from
),

measured_students as (
    select
        measured.student_id,
        measured.looked_from,
        measured.measured_until,
        {{ days_between('measured.last_attended_on', 'measured.measured_until') }} as days_absent,
        measured.is_group_silent,
        enrolled.student_id is not null as is_enrolled,
        enrolled.started_on,
        coalesce(enrolled.has_diploma, false) as has_diploma,
        coalesce(enrolled.is_paused, false) as is_paused,
        coalesce(enrolled.is_new, false) as has_just_begun,
        coalesce(offered.group_sessions_taken, 0) as group_sessions_taken
    from measured
    left join enrolled
        on
            measured.student_id = enrolled.student_id
            and measured.looked_from = enrolled.looked_from
    left join offered
        on measured.student_id = offered.student_id and measured.looked_from = offered.looked_from
)
{%- endmacro %}
