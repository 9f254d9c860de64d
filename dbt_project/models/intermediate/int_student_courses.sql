with

attended_courses as (
    select
        student_id,
        module,
        session_group,
        course_key,
        min(first_attended_on) as first_attended_on
    from {{ ref('int_student_course_months') }}
    where sessions_attended > 0
    group by student_id, module, session_group, course_key
),

groups as (
    select * from {{ ref('int_student_groups') }}
    where runs and group_name is not null
),

-- With the own group, while a subscription with it runs.
own as (
    select
        courses.student_id,
        courses.module,
        courses.course_key,
        greatest(groups.from_day, courses.first_attended_on) as expected_from,
        nullif(groups.until_day, cast('9999-12-31' as date)) as expected_until
    from attended_courses as courses
    inner join groups
        on
            courses.student_id = groups.student_id
            and courses.session_group = groups.group_name
            and courses.first_attended_on <= groups.until_day
),

-- Else with all whom they came to: for those who never sit with an own group, and where no
-- subscription has the group.
others as (
    select
        courses.student_id,
        courses.module,
        courses.course_key,
        courses.first_attended_on
    from attended_courses as courses
    left join (select distinct student_id from own) as sitters
        on courses.student_id = sitters.student_id
    left join (select distinct group_name from groups) as known
        on courses.session_group = known.group_name
    where sitters.student_id is null or known.group_name is null
),

unmarked_courses as (
    select distinct
        module,
        course_key
    from {{ ref('int_session_groups') }}
    where group_name = 'unmarked'
),

-- A session nobody was marked in may show no group: it counts for every student of its module.
unmarked as (
    select
        courses.student_id,
        courses.module,
        sessions.course_key,
        min(courses.first_attended_on) as first_attended_on
    from attended_courses as courses
    inner join unmarked_courses as sessions on courses.module = sessions.module
    group by courses.student_id, courses.module, sessions.course_key
),

windows as (
    select *, true as is_own from own
    union all
    select *, cast(null as date), false from others
    union all
    select *, cast(null as date), false from unmarked
),

final as (
    select
        windows.student_id,
        windows.module,
        windows.course_key,
        coalesce(subscriptions.country_name, 'Unknown') as country_name,
        windows.expected_from,
        case
            when subscriptions.subscription_status = 'paused' then students.last_attended_on
            when windows.is_own then windows.expected_until
            when subscriptions.last_end_date is not null
                then greatest(subscriptions.last_end_date, students.last_attended_on)
        end as expected_until
    from windows
    inner join {{ ref('int_student_attendance') }} as students
        on windows.student_id = students.student_id
    left join {{ ref('int_latest_subscriptions') }} as subscriptions
        on windows.student_id = subscriptions.student_id
)

-- Who pauses is expected no longer than to the last day attended.
select * from final
where expected_until is null or expected_until >= expected_from
