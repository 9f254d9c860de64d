// One page of sessions, in the order of their key, each with who attended it.
MATCH (session:Session)
WHERE session.session_id >= $from
WITH session
ORDER BY session.session_id
SKIP $skip
LIMIT $limit
RETURN collect([
  session.session_id, session.date, session.duration, session.module,
  COLLECT {
    MATCH (session)<-[:ATTENDED]-(student:Student)
    RETURN student.student_id
  }
]) AS page
