// Which two students attended the most sessions together?
WITH
  5 AS how_many // parameter
MATCH (student:Student)-[:ATTENDED]->(:Session)<-[:ATTENDED]-(companion:Student)
WHERE student.student_id < companion.student_id
WITH how_many, student, companion, count(*) AS sessions
ORDER BY sessions DESC, student.student_id, companion.student_id
WITH how_many, collect({student: student, companion: companion, sessions: sessions}) AS ranked
UNWIND ranked[..how_many] AS row
RETURN
  row.student.student_id AS student_id,
  row.student.name AS name,
  row.companion.student_id AS companion_id,
  row.companion.name AS companion_name,
  row.sessions AS sessions
ORDER BY sessions DESC, student_id, companion_id
