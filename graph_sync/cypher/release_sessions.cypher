// Take our label and properties off sessions that carry other labels or relationships.
UNWIND $keys AS key
MATCH (session:Session {session_id: key})
REMOVE session:Session
SET session += $nothing
RETURN count(*) AS done
