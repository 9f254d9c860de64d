// Who attended each of these sessions, and what does its digest say?
UNWIND $session_ids AS session_id
MATCH (session:Session {session_id: session_id})
RETURN
  session_id,
  session.attendance_digest AS digest,
  COLLECT {
    MATCH (session)<-[:ATTENDED]-(student:Student)
    RETURN student.student_id
  } AS student_ids
