// Unlink some attendances of a session that has no key.
MATCH (:Student)-[attended:ATTENDED]->(stray:Session)
WHERE elementId(stray) = $id
WITH attended
LIMIT $limit
DELETE attended
RETURN count(*) AS done
