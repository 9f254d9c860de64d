// No two students may share a student_id.
CREATE CONSTRAINT student_key IF NOT EXISTS
FOR (student:Student)
REQUIRE student.student_id IS UNIQUE
