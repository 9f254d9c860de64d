// Delete sessions that carry nothing of other projects.
UNWIND $keys AS key
MATCH (session:Session {session_id: key})
WHERE size(labels(session)) = 1
  AND NOT EXISTS { (session)--() }
DELETE session
RETURN count(*) AS done
