// Which students attended, and never sat in a session with anybody else?
MATCH (student:Student)-[:ATTENDED]->(session:Session)
WITH
  student,
  count(session) AS sessions,
  max(COUNT { (session)<-[:ATTENDED]-(:Student) }) AS most_in_a_session
WHERE most_in_a_session = 1
RETURN
  student.student_id AS student_id,
  null AS session_id,
  null AS sat_with_churned,
  sessions AS numerator,
  sessions AS denominator
ORDER BY numerator DESC, student_id
