-- What is this?        Rules for errors that most rows of the students export break.
-- When does it fail?   The column of ids is empty or is another one.
-- What to do?          Load the export corrected.

{{ broken_cells('stg_students', {'student_id_missing': {'broken': 'student_id is null'}}) }}

{{ broken_by_most('students') }}
