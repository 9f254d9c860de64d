// Which students bridge two modules, that is, attended sessions of both?
WITH
  'JavaScript' AS one_module, // parameter
  'Node.js' AS other_module, // parameter
  5 AS how_many // parameter
MATCH (student:Student)-[:ATTENDED]->(session:Session)
WHERE session.module IN [one_module, other_module]
WITH
  how_many,
  student,
  sum(CASE WHEN session.module = one_module THEN 1 ELSE 0 END) AS one_sessions,
  sum(CASE WHEN session.module = other_module THEN 1 ELSE 0 END) AS other_sessions
WHERE one_sessions > 0 AND other_sessions > 0
WITH how_many, student, one_sessions, other_sessions
ORDER BY one_sessions + other_sessions DESC, student.student_id
WITH how_many, collect({student: student, one: one_sessions, other: other_sessions}) AS ranked
UNWIND ranked[..how_many] AS row
RETURN
  row.student.student_id AS student_id,
  row.student.name AS name,
  row.one AS one_sessions,
  row.other AS other_sessions
ORDER BY one_sessions + other_sessions DESC, student_id
