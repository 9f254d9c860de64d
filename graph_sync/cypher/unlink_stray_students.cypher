// Unlink some attendances of a student that has no key.
MATCH (stray:Student)-[attended:ATTENDED]->(:Session)
WHERE elementId(stray) = $id
WITH attended
LIMIT $limit
DELETE attended
RETURN count(*) AS done
