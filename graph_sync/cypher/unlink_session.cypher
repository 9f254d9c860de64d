// Unlink some of the students of a session that is about to go.
MATCH (:Session {session_id: $key})<-[attended:ATTENDED]-(:Student)
WITH attended
LIMIT $limit
DELETE attended
RETURN count(*) AS done
