-- Who attended each session, in any order? (A null as key: attendances of no known session.)
with attended as (
    select
        session_id,
        array_agg(student_id) as student_ids
    from marts.attendance
    group by session_id
)

select
    sessions.session_id,
    sessions.date,
    sessions.duration,
    sessions.module,
    coalesce(attended.student_ids, '{}') as student_ids
from marts.sessions as sessions
full outer join attended
    on sessions.session_id = attended.session_id
