// Which students have no text as key, so that no mart row can be theirs?
MATCH (student:Student)
WHERE NOT coalesce(student.student_id >= '', false)
RETURN elementId(student) AS id
