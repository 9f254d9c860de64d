// Which sessions bridge the most modules, that is, which other modules do their students attend?
MATCH (session:Session)
WHERE EXISTS { (session)<-[:ATTENDED]-(:Student) }
WITH collect(DISTINCT session.module) AS attended_modules
MATCH (student:Student)-[:ATTENDED]->(session:Session)
WITH attended_modules, student, collect(DISTINCT session.module) AS modules
MATCH (student)-[:ATTENDED]->(session:Session)
UNWIND modules AS module
WITH attended_modules, session, module
WHERE module <> coalesce(session.module, '')
WITH attended_modules, session, count(DISTINCT module) AS bridged
ORDER BY bridged DESC, session.session_id
LIMIT $limit
RETURN
  null AS student_id,
  session.session_id AS session_id,
  null AS sat_with_churned,
  bridged AS numerator,
  size([module IN attended_modules WHERE module <> coalesce(session.module, '')]) AS denominator
ORDER BY numerator DESC, session_id
