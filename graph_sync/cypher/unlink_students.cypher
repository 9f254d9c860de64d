// Unlink students from all of their sessions.
UNWIND $keys AS key
MATCH (:Student {student_id: key})-[attended:ATTENDED]->(:Session)
DELETE attended
RETURN count(*) AS done
