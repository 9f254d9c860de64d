// Link students who are not linked yet to the sessions they attended.
UNWIND $rows AS row
MATCH (session:Session {session_id: row.session_id})
UNWIND row.student_ids AS student_id
MATCH (student:Student {student_id: student_id})
CREATE (student)-[:ATTENDED]->(session)
RETURN count(*) AS done
