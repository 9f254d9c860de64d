with

sessions as (
    select
        session_id,
        date as session_date,
        duration,
        coalesce(module, 'Unknown') as module,
        is_cancelled
    from {{ ref('int_sessions') }}
    where outcome = 'kept'
),

places as (
    select * from {{ ref('int_session_places') }}
),

marks as (
    select
        session_id,
        sum(students_marked) as students_marked,
        sum(students_attended) as students_attended,
        sum(students_missed) as students_missed,
        sum(students_churned) as students_churned
    from {{ ref('int_session_attendees') }}
    group by session_id
),

joined as (
    select
        sessions.*,
        coalesce(
            nullif(concat_ws(', ', places.campus, places.cohort), ''),
            case when marks.session_id is null then 'unmarked' else 'unknown' end
        ) as group_name,
        places.campus,
        places.country_code,
        places.country_name,
        coalesce(marks.students_attended, 0) as students_attended,
        coalesce(marks.students_missed, 0) as students_missed,
        coalesce(marks.students_churned, 0) as students_churned
    from sessions
    inner join places on sessions.session_id = places.session_id
    left join marks on sessions.session_id = marks.session_id
),

with_state as (
    select
        *,
        case
            when session_date is null then 'undated'
            when is_cancelled and students_attended = 0 then 'cancelled'
            when session_date > {{ attendance_as_of_date() }} then 'scheduled'
            when students_attended + students_missed = 0 then 'unmarked'
            else 'taken'
        end as session_state
    from joined
),

with_share as (
    select
        *,
        avg(case when students_missed > 0 then 1.0 else 0 end) over (
            partition by group_name, {{ month_of('session_date') }}, session_state
        ) as share_with_absences
    from with_state
),

final as (
    select
        session_id,
        session_date,
        duration,
        module,
        group_name,
        module || ' | ' || group_name as course_key,
        campus,
        country_code,
        country_name,
        students_attended,
        students_missed,
        students_churned,
        session_state,
        case
            when session_state = 'taken'
                then case when share_with_absences > 0.5 then 'marks' else 'inferred' end
        end as expected_by
    from with_share
)

select * from final
