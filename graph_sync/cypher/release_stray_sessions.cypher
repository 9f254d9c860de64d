// Take our label and properties off sessions without a key that others use too.
UNWIND $keys AS key
MATCH (stray:Session)
WHERE elementId(stray) = key
REMOVE stray:Session
SET stray += $nothing
RETURN count(*) AS done
