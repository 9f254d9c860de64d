// How many churned of those who sat with a student who churned, and of the others who attended?
MATCH (session:Session)<-[:ATTENDED]-(student:Student)
WITH session, collect(student) AS students
WITH students, size([student IN students WHERE student.churn_flag]) AS churned
UNWIND students AS student
WITH student, max(churned - CASE WHEN student.churn_flag THEN 1 ELSE 0 END) AS others_churned
WHERE student.churn_flag IS NOT NULL
WITH
  CASE
    WHEN others_churned > 0 THEN 'sat with a churned student'
    ELSE 'never sat with a churned student'
  END AS subject,
  student.churn_flag AS churn_flag
RETURN
  null AS student_id,
  null AS session_id,
  subject,
  sum(CASE WHEN churn_flag THEN 1 ELSE 0 END) AS numerator,
  count(*) AS denominator
ORDER BY subject DESC
