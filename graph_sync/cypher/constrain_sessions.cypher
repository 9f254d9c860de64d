// No two sessions may share a session_id.
CREATE CONSTRAINT session_key IF NOT EXISTS
FOR (session:Session)
REQUIRE session.session_id IS UNIQUE
