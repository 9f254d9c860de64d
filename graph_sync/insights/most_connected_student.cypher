// Which students sat with the most different others, of all the others who attended?
MATCH (student:Student)
WHERE EXISTS { (student)-[:ATTENDED]->(:Session) }
WITH count(student) AS attendees
MATCH (student:Student)
// Counted student by student, so that no more than one student's company is in memory.
WITH attendees, student, COUNT {
  MATCH (student)-[:ATTENDED]->(:Session)<-[:ATTENDED]-(companion:Student)
  RETURN DISTINCT companion
} AS companions
WHERE companions > 0
ORDER BY companions DESC, student.student_id
LIMIT $limit
RETURN
  student.student_id AS student_id,
  null AS session_id,
  null AS sat_with_churned,
  companions AS numerator,
  attendees - 1 AS denominator
ORDER BY numerator DESC, student_id
