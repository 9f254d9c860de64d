// Which sessions have no text as key, so that no mart row can be theirs?
MATCH (session:Session)
WHERE NOT coalesce(session.session_id >= '', false)
RETURN elementId(session) AS id
