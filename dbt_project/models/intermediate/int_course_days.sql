with

sessions as (
    select * from {{ ref('int_session_groups') }}
    -- Where the marks say who was expected, nothing has to be inferred.
    where
        session_state in ('taken', 'unmarked', 'scheduled')
        and coalesce(expected_by, 'inferred') = 'inferred'
),

counted as (
    select
        course_key,
        session_date,
        count(*) filter (where session_state = 'taken') as taken,
        count(*) filter (where session_state in ('taken', 'unmarked')) as held,
        count(*) as scheduled
    from sessions
    group by course_key, session_date
),

-- Counted up, so that the sessions between two days are the difference of two rows.
counted_up as (
    select
        course_key,
        session_date,
        sum(taken) over so_far as taken_so_far,
        sum(held) over so_far as held_so_far,
        sum(scheduled) over so_far as scheduled_so_far
    from counted
    window so_far as (partition by course_key order by session_date)
)

select * from counted_up
