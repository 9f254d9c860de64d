// How many different students does each module have?
MATCH (session:Session)
OPTIONAL MATCH (session)<-[:ATTENDED]-(student:Student)
RETURN
  session.module AS module,
  count(DISTINCT student) AS students
ORDER BY module
