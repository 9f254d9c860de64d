with

sessions as (
    select
        session_id,
        date as session_date,
        duration,
        coalesce(module, 'Unknown') as module
    from {{ ref('sessions') }}
),

attendees as (
    select * from {{ ref('int_session_attendees') }}
),

-- The group that most of the known attendees belong to; of equally many the first in binary order.
ranked as (
    select
        *,
        sum(students) over (partition by session_id) as students_attended,
        sum(students_churned) over (partition by session_id) as all_churned,
        row_number() over (
            partition by session_id
            order by
                case when group_name is null then 1 else 0 end,
                students desc,
                group_name collate "C",
                country_name collate "C"
        ) as choice
    from attendees
),

grouped as (
    select
        sessions.*,
        coalesce(ranked.students_attended, 0) as students_attended,
        coalesce(ranked.all_churned, 0) as students_churned,
        case
            when ranked.session_id is null then 'unmarked'
            else coalesce(ranked.group_name, 'unknown')
        end as group_name,
        ranked.campus,
        ranked.country_code,
        coalesce(ranked.country_name, 'Unknown') as country_name
    from sessions
    left join ranked on sessions.session_id = ranked.session_id and ranked.choice = 1
),

with_state as (
    select
        session_id,
        session_date,
        duration,
        module,
        group_name,
        {{ course_key('module', 'group_name') }} as course_key,
        campus,
        country_code,
        country_name,
        students_attended,
        students_churned,
        case
            when session_date is null then 'undated'
            when session_date > {{ attendance_as_of_date() }} then 'scheduled'
            when students_attended = 0 then 'unmarked'
            else 'taken'
        end as session_state
    from grouped
)

select * from with_state
