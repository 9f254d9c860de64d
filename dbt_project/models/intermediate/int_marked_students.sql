with

{{ marked_students(ref('int_marked_groups'), ref('students')) }}

select * from marked_students
