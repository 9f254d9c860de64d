-- Which two students attended the most sessions together?
with parameters as (
    select 5::integer as how_many -- parameter
),

attendance as not materialized (
    select
        session_id,
        student_id,
        student_id collate "C" as key_in_order
    from marts.attendance
),

-- The best pairs of those who attend most show how many sessions a pair needs to be in the answer.
most_active as (
    select student_id
    from marts.student_engagement
    order by attendances desc
    limit 1000
),

sessions_of_most_active as (
    select
        attendance.session_id,
        attendance.student_id
    from most_active
    inner join attendance
        on most_active.student_id = attendance.student_id
),

pairs_of_most_active as (
    select count(*) as sessions
    from sessions_of_most_active as attendees
    inner join sessions_of_most_active as companions
        on
            attendees.session_id = companions.session_id
            and attendees.student_id < companions.student_id
    group by
        attendees.student_id,
        companions.student_id
    order by sessions desc
    limit (select parameters.how_many from parameters)
),

needed as (
    select
        case when count(*) = (select parameters.how_many from parameters) then min(sessions) end
            as sessions
    from pairs_of_most_active
),

-- Nobody else needs to be looked at: a pair has no more sessions than the less active of the two.
attendees as (
    select attended.*
    from marts.student_engagement as student_engagement
    cross join
        lateral (
            -- In order, so that PostgreSQL looks the few students up and reads not the whole log.
            select
                attendance.session_id,
                attendance.key_in_order as student_id
            from attendance
            where attendance.student_id = student_engagement.student_id
            order by attendance.session_id
            offset 0
        ) as attended
    where student_engagement.attendances >= (select coalesce(needed.sessions, 1) from needed)
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
