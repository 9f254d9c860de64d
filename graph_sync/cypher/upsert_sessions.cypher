// Bring these sessions to the mart's values; a null removes the property.
UNWIND $rows AS row
MERGE (session:Session {session_id: row.key})
SET session += row.values
RETURN count(session) AS done
