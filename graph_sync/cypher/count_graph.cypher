// How much does the graph hold?
RETURN
  COUNT { (:Student) } AS students,
  COUNT { (:Session) } AS sessions,
  COUNT { (:Student)-[:ATTENDED]->(:Session) } AS attendance
