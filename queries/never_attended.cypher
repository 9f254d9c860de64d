// Which students never attended a session?
MATCH (student:Student)
WHERE NOT EXISTS { (student)-[:ATTENDED]->(:Session) }
RETURN
  student.student_id AS student_id,
  student.name AS name
ORDER BY student_id
