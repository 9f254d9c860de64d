// Who attended each of these sessions?
UNWIND $session_ids AS session_id
MATCH (session:Session {session_id: session_id})
RETURN
  session_id,
  COLLECT {
    MATCH (session)<-[:ATTENDED]-(student:Student)
    RETURN student.student_id
  } AS student_ids
