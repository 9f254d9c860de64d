// Which students attended the most sessions?
WITH
  3 AS how_many // parameter
MATCH (student:Student)-[:ATTENDED]->(:Session)
WITH how_many, student, count(*) AS sessions
ORDER BY sessions DESC, student.student_id
WITH how_many, collect({student: student, sessions: sessions}) AS ranked
UNWIND ranked[..how_many] AS row
RETURN
  row.student.student_id AS student_id,
  row.student.name AS name,
  row.sessions AS sessions
ORDER BY sessions DESC, student_id
