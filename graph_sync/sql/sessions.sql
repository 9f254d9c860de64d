-- Which sessions are there, with a digest of who attended each, ordered by the bytes of their key?
with attendees as (
    select
        session_id,
        hash_record_extended(
            row(count(*), bit_xor(hashtextextended(student_id, 0))), 0
        ) as attendance_digest
    from marts.attendance
    group by session_id
)

select
    sessions.session_id,
    sessions.date,
    sessions.duration,
    sessions.module,
    attendees.attendance_digest
from marts.sessions as sessions
left join attendees
    on sessions.session_id = attendees.session_id
order by sessions.session_id collate "C"
