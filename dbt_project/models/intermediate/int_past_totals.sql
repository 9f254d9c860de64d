with

students as (
    select * from {{ ref('int_past_students') }}
),

-- What happened, and marks of where to read off what was known: the day looked from, and the last
-- one before the recent days.
events as (
    select
        student_id,
        day,
        attended,
        taken,
        cast(null as date) as looked_from,
        'sessions' as event
    from {{ ref('int_past_attendance') }}

    union all

    select
        student_id,
        looked_from as day,
        0 as attended,
        0 as taken,
        looked_from,
        'then' as event
    from students

    union all

    select
        student_id,
        recent_from - 1 as day,
        0 as attended,
        0 as taken,
        looked_from,
        'before recent' as event
    from students
    where recent_from is not null
),

-- Of one day all is counted, whatever its order.
counted_up as (
    select
        *,
        sum(attended) over so_far as attended_so_far,
        sum(taken) over so_far as taken_so_far,
        max(case when attended > 0 then day end) over so_far as last_attended_on
    from events
    window so_far as (partition by student_id order by day)
),

with_missed as (
    select
        *,
        sum(case when attended > 0 then 0 else taken end)
            over (partition by student_id, last_attended_on order by day) as missed_in_a_row
    from counted_up
),

read_off as (
    select
        student_id,
        looked_from,
        max(case when event = 'then' then last_attended_on end) as last_attended_on,
        max(case when event = 'then' then attended_so_far end) as sessions_attended,
        max(case when event = 'then' then taken_so_far end) as sessions_taken,
        max(case when event = 'then' then missed_in_a_row end) as missed_in_a_row,
        max(case when event = 'before recent' then attended_so_far end) as attended_before,
        max(case when event = 'before recent' then taken_so_far end) as taken_before
    from with_missed
    where event != 'sessions'
    group by student_id, looked_from
),

final as (
    select
        students.*,
        read_off.last_attended_on,
        read_off.sessions_attended,
        read_off.sessions_taken,
        read_off.sessions_attended - coalesce(read_off.attended_before, 0) as recent_attended,
        read_off.sessions_taken - coalesce(read_off.taken_before, 0) as recent_taken,
        read_off.missed_in_a_row
    from students
    inner join read_off
        on students.student_id = read_off.student_id and students.looked_from = read_off.looked_from
)

select * from final
