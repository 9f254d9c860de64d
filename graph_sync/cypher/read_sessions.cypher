// One page of sessions with their digest and number of attendances, in the order of their key.
MATCH (session:Session)
WHERE session.session_id >= $from
WITH session
ORDER BY session.session_id
LIMIT $limit
RETURN collect([
  session.session_id, session.date, session.duration, session.module,
  session.attendance_digest,
  COUNT { (session)<-[:ATTENDED]-(:Student) }
]) AS page
