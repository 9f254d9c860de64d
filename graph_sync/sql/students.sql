-- Which students are there, ordered by the bytes of their key?
select
    student_id,
    name
from marts.students
order by student_id collate "C"
