-- How often did the students of each country attend? (The country of a student's latest
-- subscription, as in all marts; empty for students without one.)
with answer as (
    select
        student_engagement.country_code,
        nullif(student_engagement.country_name, 'Unknown') as country_name,
        sum(student_engagement.attendances)::bigint as attendances,
        count(*) as students
    from marts.student_engagement as student_engagement
    where student_engagement.attendances > 0
    group by
        student_engagement.country_code,
        student_engagement.country_name
)

select *
from answer
order by
    attendances desc,
    country_code collate "C",
    country_name collate "C"
