-- Who attended each of these sessions (null: every session), sorted by the bytes of the keys?
select
    session_id,
    array_agg(student_id order by student_id collate "C") as student_ids
from marts.attendance
where $1::text[] is null or session_id = any($1::text[])
group by session_id
order by session_id collate "C"
