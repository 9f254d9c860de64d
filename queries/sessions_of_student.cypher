// Which sessions did a student attend, given by name?
WITH
  'Alice' AS student_name // parameter
MATCH (student:Student {name: student_name})-[:ATTENDED]->(session:Session)
RETURN
  student.student_id AS student_id,
  session.session_id AS session_id,
  session.date AS date,
  session.module AS module,
  session.duration AS duration
ORDER BY date, session_id, student_id
