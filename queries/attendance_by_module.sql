-- How often was each module attended, by how many students, in how many sessions?
with modules as (
    select
        sessions.module,
        count(*) as sessions,
        sum(session_engagement.students_attended)::bigint as attendances
    from marts.sessions as sessions
    inner join marts.session_engagement as session_engagement
        on sessions.session_id = session_engagement.session_id
    group by sessions.module
),

answer as (
    select
        modules.module,
        modules.sessions,
        modules.attendances,
        module_engagement.students_recorded as students
    from modules
    inner join marts.module_engagement as module_engagement
        on coalesce(modules.module, 'Unknown') = module_engagement.module
)

select *
from answer
order by module collate "C"
