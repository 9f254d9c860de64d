with

sessions as (
    select
        session_id,
        campus,
        cohort
    from {{ ref('int_sessions') }}
    where outcome = 'kept'
),

groups as (
    select
        campus,
        cohort,
        min(country_code) as country_code,
        min(country_name) as country_name
    from {{ ref('int_student_groups') }}
    where group_name is not null
    group by campus, cohort
),

-- What the sessions call a group is the one group of the subscriptions that is called so.
named as (
    select
        written.campus as written_campus,
        written.cohort as written_cohort,
        min(groups.campus) as campus,
        min(groups.cohort) as cohort,
        min(groups.country_code) as country_code,
        min(groups.country_name) as country_name
    from (select distinct
        campus,
        cohort
    from sessions
    where cohort is not null) as written
    inner join groups
        on
            lower(written.cohort) = lower(groups.cohort)
            and (written.campus is null or lower(written.campus) = lower(groups.campus))
    group by written.campus, written.cohort
    having count(*) = 1
),

candidates as (
    select
        sessions.session_id,
        attendees.group_name,
        attendees.campus,
        attendees.cohort,
        attendees.country_code,
        attendees.country_name,
        sum(attendees.students_marked) as students_marked
    from sessions
    inner join {{ ref('int_session_attendees') }} as attendees
        on sessions.session_id = attendees.session_id
    where
        coalesce(lower(sessions.campus) = lower(attendees.campus), sessions.campus is null)
        and coalesce(lower(sessions.cohort) = lower(attendees.cohort), sessions.cohort is null)
    group by
        sessions.session_id,
        attendees.group_name,
        attendees.campus,
        attendees.cohort,
        attendees.country_code,
        attendees.country_name
),

-- The group that most of the known attendees belong to; of equally many the first in binary order.
ranked as (
    select
        *,
        row_number() over (
            partition by session_id
            order by
                case when group_name is null then 1 else 0 end asc,
                students_marked desc,
                {{ in_binary_order('group_name') }} asc nulls last,
                {{ in_binary_order('country_name') }} asc nulls last
        ) as choice
    from candidates
),

placed as (
    select
        sessions.session_id,
        coalesce(ranked.campus, named.campus, sessions.campus) as campus,
        coalesce(ranked.cohort, named.cohort, sessions.cohort) as cohort,
        coalesce(ranked.country_code, named.country_code) as country_code,
        coalesce(ranked.country_name, named.country_name, 'Unknown') as country_name
    from sessions
    left join ranked on sessions.session_id = ranked.session_id and ranked.choice = 1
    left join named
        on
            sessions.cohort = named.written_cohort
            and coalesce(sessions.campus, '') = coalesce(named.written_campus, '')
)

select * from placed
