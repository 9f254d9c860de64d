-- What is this?        Per cohort: all of it is active in its first month, and never more than all.
-- When does it fail?   A student is counted in two cohorts, or active before the first month.
-- What to do?          Look at how attendance_cohorts finds a student's first month.

select * from {{ ref('attendance_cohorts') }}
where
    students_retained > students_to_stay
    or students_to_stay > students_in_cohort
    or (months_since_first = 0 and students_retained != students_in_cohort)
    or months_since_first < 0
