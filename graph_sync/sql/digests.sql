-- How many rows does each mart hold, and what is the digest of their synced columns, in any order?
select
    'students' as mart,
    count(*) as row_count,
    coalesce(bit_xor(hash_record_extended(row(student_id, name), 0)), 0) as digest
from marts.students
union all
select
    'sessions' as mart,
    count(*) as row_count,
    coalesce(bit_xor(hash_record_extended(row(session_id, date, duration, module), 0)), 0) as digest
from marts.sessions
union all
select
    'attendance' as mart,
    count(*) as row_count,
    coalesce(bit_xor(hashtextextended(student_id, hashtextextended(session_id, 0))), 0) as digest
from marts.attendance
