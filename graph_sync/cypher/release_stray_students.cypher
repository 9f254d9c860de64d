// Take our label and properties off students without a key that others use too.
UNWIND $keys AS key
MATCH (stray:Student)
WHERE elementId(stray) = key
REMOVE stray:Student
SET stray += $nothing
RETURN count(*) AS done
