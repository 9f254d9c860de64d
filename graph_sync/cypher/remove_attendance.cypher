// Unlink students from the sessions they are not in any more.
UNWIND $rows AS row
MATCH (session:Session {session_id: row.session_id})
UNWIND row.student_ids AS student_id
MATCH (session)<-[attended:ATTENDED]-(:Student {student_id: student_id})
DELETE attended
RETURN count(*) AS done
