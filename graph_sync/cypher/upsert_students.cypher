// Bring these students to the mart's values; a null removes the property.
UNWIND $rows AS row
MERGE (student:Student {student_id: row.key})
SET student += row.values
RETURN count(student) AS done
