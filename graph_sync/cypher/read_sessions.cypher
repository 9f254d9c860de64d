// One page of sessions with their digest and degree, in the order of their key. The degree is
// stored with the node; it counts attendances of nodes that are no students too.
MATCH (session:Session)
WHERE session.session_id >= $from
WITH session
ORDER BY session.session_id
SKIP $skip
LIMIT $limit
RETURN collect([
  session.session_id, session.date, session.duration, session.module,
  session.attendance_digest,
  COUNT { (session)<-[:ATTENDED]-() }
]) AS page
