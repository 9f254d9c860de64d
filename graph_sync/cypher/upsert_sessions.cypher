// Bring these sessions to the mart's values; a null removes the property.
UNWIND $rows AS row
MERGE (session:Session {session_id: row[0]})
SET
  session.date = row[1],
  session.duration = row[2],
  session.module = row[3]
RETURN count(session) AS done
