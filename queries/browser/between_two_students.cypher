// Between two students: every shortest chain of sessions
MATCH (start:Student {student_id: '0000001'})
MATCH (finish:Student {student_id: '0000023'})
MATCH path = allShortestPaths((start)-[:ATTENDED*..6]-(finish))
RETURN path
LIMIT 100
