// How many attendances are there of students in sessions? Looks at every one.
MATCH (:Student)-[attended:ATTENDED]->(:Session)
RETURN count(attended) AS attendance
