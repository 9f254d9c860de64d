with

-- Those of no known group are one group: in a small school, that of everybody.
periods as (
    select
        subscription_id,
        student_id,
        coalesce(group_name, '') as group_name,
        start_date,
        end_date,
        left_on,
        end_date is null and not is_end_unreadable and left_on is null as is_open
    from {{ ref('int_subscription_periods') }}
    where student_id is not null and start_date is not null and not is_void
),

sessions as (
    select
        session_id,
        date as session_date
    from {{ ref('sessions') }}
    where date <= {{ attendance_as_of_date() }}
),

-- Of nobody else has it to be known: those who left, and those of a group with an open end.
members as (
    select *
    from periods
    where
        left_on is not null
        or is_open
        or group_name in (
            select open_ends.group_name from periods as open_ends
            where open_ends.is_open
        )
),

marked as (
    select
        members.subscription_id,
        members.group_name,
        max(sessions.session_date) filter (where marks.counts_as in ('attended', 'excused'))
            as last_seen_on,
        max(sessions.session_date) as last_marked_on
    from members
    inner join {{ ref('attendance_marks') }} as marks on members.student_id = marks.student_id
    inner join sessions on marks.session_id = sessions.session_id
    where
        sessions.session_date >= members.start_date
        and sessions.session_date <= coalesce(members.end_date, cast('9999-12-31' as date))
    group by members.subscription_id, members.group_name
),

by_group as (
    select
        group_name,
        max(last_marked_on) as last_marked_on
    from marked
    group by group_name
),

final as (
    select
        members.subscription_id,
        marked.last_seen_on,
        by_group.last_marked_on as group_last_marked_on
    from members
    left join marked on members.subscription_id = marked.subscription_id
    left join by_group on members.group_name = by_group.group_name
    where members.left_on is not null or members.is_open
)

select * from final
