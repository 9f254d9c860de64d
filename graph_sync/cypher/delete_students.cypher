// Delete students that carry nothing of other projects.
UNWIND $keys AS key
MATCH (student:Student {student_id: key})
WHERE size(labels(student)) = 1
  AND NOT EXISTS { (student)--() }
DELETE student
RETURN count(*) AS done
