// Take our label and properties off students that carry other labels or relationships.
UNWIND $keys AS key
MATCH (student:Student {student_id: key})
REMOVE student:Student
SET student += $nothing
RETURN count(*) AS done
