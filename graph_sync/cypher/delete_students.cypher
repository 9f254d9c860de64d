// Delete students that nothing outside the project hangs on.
UNWIND $keys AS key
MATCH (student:Student {student_id: key})
WHERE size(labels(student)) = 1
  AND NOT EXISTS { (student)--() }
DELETE student
RETURN count(*) AS done
