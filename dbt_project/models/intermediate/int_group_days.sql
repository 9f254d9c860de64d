with

counted as (
    select
        group_name,
        session_date,
        count(*) as taken
    from {{ ref('int_session_groups') }}
    where session_state = 'taken'
    group by group_name, session_date
)

select * from counted
