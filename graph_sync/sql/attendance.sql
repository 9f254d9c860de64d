-- Who attended what, one row per attendance, in any order?
select
    student_id,
    session_id
from marts.attendance
