// Unlink some attendances of a node that has no key.
MATCH (stray)-[attended:ATTENDED]-(other)
WHERE elementId(stray) = $id
  AND ((stray:Student AND other:Session) OR (stray:Session AND other:Student))
WITH attended
LIMIT $limit
DELETE attended
RETURN count(*) AS done
