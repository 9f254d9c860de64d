// One page of students, in the order of their key, as one list.
MATCH (student:Student)
WHERE student.student_id >= $from
WITH student
ORDER BY student.student_id
SKIP $skip
LIMIT $limit
RETURN collect([
  student.student_id, student.name, student.country, student.subscription_status,
  student.churn_flag, student.email
]) AS page
