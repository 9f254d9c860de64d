// Who sat in the most sessions with a student, given by key?
WITH
  '0000001' AS student_key, // parameter
  5 AS how_many // parameter
MATCH (:Student {student_id: student_key})-[:ATTENDED]->(:Session)<-[:ATTENDED]-(companion:Student)
WITH how_many, companion, count(*) AS sessions
ORDER BY sessions DESC, companion.student_id
WITH how_many, collect({companion: companion, sessions: sessions}) AS ranked
UNWIND ranked[..how_many] AS row
RETURN
  row.companion.student_id AS student_id,
  row.companion.name AS name,
  row.sessions AS sessions
ORDER BY sessions DESC, student_id
