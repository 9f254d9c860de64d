// Delete nodes without a key that carry nothing of other projects.
UNWIND $keys AS key
MATCH (stray)
WHERE elementId(stray) = key
  AND size(labels(stray)) = 1
  AND NOT EXISTS { (stray)--() }
DELETE stray
RETURN count(*) AS done
