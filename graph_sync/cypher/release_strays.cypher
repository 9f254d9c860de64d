// Take our labels off nodes without a key that carry other labels or relationships.
UNWIND $keys AS key
MATCH (stray)
WHERE elementId(stray) = key
REMOVE stray:Student:Session
SET stray += $nothing
RETURN count(*) AS done
