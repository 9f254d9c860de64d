// Bring these students to the mart's values; a null removes the property.
UNWIND $rows AS row
MERGE (student:Student {student_id: row[0]})
SET
  student.name = row[1],
  student.country = row[2],
  student.subscription_status = row[3],
  student.churn_flag = row[4],
  student.email = row[5]
RETURN count(student) AS done
