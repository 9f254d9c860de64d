// What do the students do who sat in a session with another student who churned? (Students who
// attended, by the status of their subscription; empty without one.)
MATCH (session:Session)<-[:ATTENDED]-(student:Student)
WITH session, collect(student) AS students
WITH students, size([student IN students WHERE student.churn_flag]) AS churned
UNWIND students AS student
WITH student, max(churned - CASE WHEN student.churn_flag THEN 1 ELSE 0 END) AS others_churned
RETURN
  student.subscription_status AS subscription_status,
  count(*) AS students,
  sum(CASE WHEN others_churned > 0 THEN 1 ELSE 0 END) AS beside_churned
ORDER BY subscription_status
