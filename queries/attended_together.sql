-- Which two students attended the most sessions together?
with parameters as (
    select 5::integer as how_many -- parameter
),

attendees as (
    select
        session_id,
        student_id collate "C" as student_id
    from marts.attendance
),

pairs as (
    select
        attendees.student_id,
        companions.student_id as companion_id,
        count(*) as sessions
    from attendees
    inner join attendees as companions
        on
            attendees.session_id = companions.session_id
            and attendees.student_id < companions.student_id
    group by
        attendees.student_id,
        companions.student_id
),

most as (
    select *
    from pairs
    order by
        sessions desc,
        student_id collate "C",
        companion_id collate "C"
    limit (select parameters.how_many from parameters)
),

answer as (
    select
        most.student_id,
        students.name,
        most.companion_id,
        companions.name as companion_name,
        most.sessions
    from most
    inner join marts.students as students
        on most.student_id = students.student_id
    inner join marts.students as companions
        on most.companion_id = companions.student_id
)

select *
from answer
order by
    sessions desc,
    student_id collate "C",
    companion_id collate "C"
