-- How are two students, given by key, connected by sessions that people attended together? (A
-- shortest chain of at most three sessions; the first in the order of keys if there are several.)
with parameters as (
    select
        '0000001'::text as from_student, -- parameter
        '0000021'::text as to_student -- parameter
),

company_of_start as (
    select attendance.*
    from parameters
    inner join marts.attendance as own_attendance
        on parameters.from_student = own_attendance.student_id
    inner join marts.attendance as attendance
        on own_attendance.session_id = attendance.session_id
    where parameters.from_student <> parameters.to_student
),

company_of_finish as (
    select attendance.*
    from parameters
    inner join marts.attendance as own_attendance
        on parameters.to_student = own_attendance.student_id
    inner join marts.attendance as attendance
        on own_attendance.session_id = attendance.session_id
),

-- What is between start and finish: the keys of a session, a student, a session, …
by_one_session as (
    select array[company_of_start.session_id] as chain
    from company_of_start
    inner join parameters
        on company_of_start.student_id = parameters.to_student
),

by_two_sessions as (
    select array[start.session_id, start.student_id, finish.session_id] as chain
    from company_of_start as start
    inner join company_of_finish as finish
        on start.student_id = finish.student_id
    where not exists (select 1 from by_one_session)
),

ends as (
    select
        attendance.session_id,
        array[finish.student_id, finish.session_id] as chain
    from company_of_finish as finish
    inner join marts.attendance as attendance
        on finish.student_id = attendance.student_id
    where
        not exists (select 1 from by_one_session)
        and not exists (select 1 from by_two_sessions)
),

-- Only the first end of each session, so that not every chain has to be made.
first_ends as (
    select
        session_id,
        min(chain collate "C") as chain
    from ends
    group by session_id
),

by_three_sessions as (
    select
        array[start.session_id, start.student_id, first_ends.session_id] || first_ends.chain
            as chain
    from first_ends
    inner join marts.attendance as attendance
        on first_ends.session_id = attendance.session_id
    inner join company_of_start as start
        on attendance.student_id = start.student_id
),

chains as (
    select chain from by_one_session
    union all
    select chain from by_two_sessions
    union all
    select chain from by_three_sessions
),

first_chain as (
    select chain
    from chains
    order by chain collate "C"
    limit 1
),

steps as (
    select
        step,
        (parameters.from_student || first_chain.chain || parameters.to_student)[2 * step - 1]
            as student_id,
        first_chain.chain[2 * step - 1] as session_id
    from first_chain
    cross join parameters
    cross join generate_series(1, (cardinality(first_chain.chain) + 3) / 2) as step
),

answer as (
    select
        steps.step,
        students.student_id,
        students.name,
        sessions.session_id as session_with_next,
        sessions.module
    from steps
    inner join marts.students as students
        on steps.student_id = students.student_id
    left join marts.sessions as sessions
        on steps.session_id = sessions.session_id
)

select *
from answer
order by step
