// How many churned of those who sat with a student who churned, and of the others who attended?
MATCH (session:Session)<-[:ATTENDED]-(student:Student)
WITH session, collect(student) AS students
WITH students, size([student IN students WHERE student.churn_flag]) AS churned
UNWIND students AS student
WITH student, max(churned - CASE WHEN student.churn_flag THEN 1 ELSE 0 END) AS others_churned
WHERE student.churn_flag IS NOT NULL
WITH
  others_churned > 0 AS sat_with_churned,
  student.churn_flag AS churn_flag
RETURN
  null AS student_id,
  null AS session_id,
  sat_with_churned,
  sum(CASE WHEN churn_flag THEN 1 ELSE 0 END) AS numerator,
  count(*) AS denominator
ORDER BY sat_with_churned DESC
