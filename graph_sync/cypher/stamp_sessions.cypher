// Keep the digest of who attended; null says that nobody did.
UNWIND $rows AS row
MATCH (session:Session {session_id: row.session_id})
SET session.attendance_digest = row.digest
RETURN count(session) AS done
