// Which sessions have the highest engagement, that is, the most students?
WITH
  10 AS how_many // parameter
MATCH (session:Session)
WITH how_many, session, COUNT { (session)<-[:ATTENDED]-(:Student) } AS students
WHERE students > 0
ORDER BY students DESC, session.session_id
WITH how_many, collect({session: session, students: students}) AS ranked
UNWIND ranked[..how_many] AS row
RETURN
  row.session.session_id AS session_id,
  row.session.date AS date,
  row.session.module AS module,
  row.students AS students
ORDER BY students DESC, session_id
