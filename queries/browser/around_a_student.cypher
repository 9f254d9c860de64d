// Around a student: who sat in the same sessions
MATCH path = (:Student {student_id: '0000001'})-[:ATTENDED]->(:Session)<-[:ATTENDED]-(:Student)
RETURN path
LIMIT 100
