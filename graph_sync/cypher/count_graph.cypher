// How much does the graph hold? Each of these is one look into Neo4j's own counts.
RETURN
  COUNT { (:Student) } AS students,
  COUNT { (:Session) } AS sessions,
  COUNT { ()-[:ATTENDED]->() } AS attendance,
  COUNT { (:Student)-[:ATTENDED]->() } AS of_students,
  COUNT { ()-[:ATTENDED]->(:Session) } AS of_sessions
