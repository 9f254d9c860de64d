// How many students attended each session?
MATCH (session:Session)
RETURN
  session.session_id AS session_id,
  session.date AS date,
  session.module AS module,
  COUNT { (session)<-[:ATTENDED]-(:Student) } AS students
ORDER BY session_id
