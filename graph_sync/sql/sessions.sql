-- Which sessions are there, with a digest of who attended each, ordered by the bytes of their key?
with attended as (
    select
        session_id,
        hash_record_extended(row(count(*), bit_xor(hashtextextended(student_id, 0))), 0) as digest
    from marts.attendance
    group by session_id
),

sessions_with_digest as (
    select
        sessions.session_id,
        sessions.date,
        sessions.duration,
        sessions.module,
        attended.digest
    from marts.sessions as sessions
    left join attended
        on sessions.session_id = attended.session_id
)

select *
from sessions_with_digest
order by session_id collate "C"
