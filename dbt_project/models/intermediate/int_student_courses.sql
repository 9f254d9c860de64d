with

courses as (
    select * from {{ ref('int_own_courses') }}
),

sitters as (
    select distinct student_id
    from courses
    where is_own
),

unmarked_courses as (
    select distinct
        module,
        course_key
    from {{ ref('int_session_groups') }}
    where group_name = 'unmarked'
),

-- With the own group, while a subscription with it runs; else with whom the student sits: who has
-- no own group, and where no subscription has the group. A session nobody was marked in may show no
-- group: it counts for every student of its module.
windows as (
    select
        student_id,
        module,
        course_key,
        expected_from,
        expected_until,
        is_own
    from courses
    where is_own

    union all

    select
        courses.student_id,
        courses.module,
        courses.course_key,
        courses.first_attended_on as expected_from,
        cast(null as date) as expected_until,
        false as is_own
    from courses
    left join sitters on courses.student_id = sitters.student_id
    where not courses.is_own and (sitters.student_id is null or not courses.is_known_group)

    union all

    select
        courses.student_id,
        courses.module,
        unmarked_courses.course_key,
        min(courses.first_attended_on) as expected_from,
        cast(null as date) as expected_until,
        false as is_own
    from courses
    inner join unmarked_courses on courses.module = unmarked_courses.module
    group by courses.student_id, courses.module, unmarked_courses.course_key
),

-- Who pauses is expected no longer than to the last day attended.
final as (
    select
        windows.student_id,
        windows.module,
        windows.course_key,
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

select * from final
where expected_until is null or expected_until >= expected_from
