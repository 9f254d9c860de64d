-- How often did the students of each country attend? (The country of a student's newest
-- subscription; empty for students without one.)
with ranked_subscriptions as (
    select
        subscriptions.student_id,
        subscriptions.country_code,
        subscriptions.country_name,
        row_number() over (
            partition by subscriptions.student_id
            order by
                subscriptions.start_date desc nulls last,
                subscriptions.subscription_id asc
        ) as newest
    from marts.subscriptions as subscriptions
    where subscriptions.student_id is not null
),

answer as (
    select
        ranked_subscriptions.country_code,
        ranked_subscriptions.country_name,
        sum(student_engagement.attendances)::bigint as attendances,
        count(*) as students
    from marts.student_engagement as student_engagement
    left join ranked_subscriptions
        on
            student_engagement.student_id = ranked_subscriptions.student_id
            and ranked_subscriptions.newest = 1
    where student_engagement.attendances > 0
    group by
        ranked_subscriptions.country_code,
        ranked_subscriptions.country_name
)

select *
from answer
order by
    attendances desc,
    country_code collate "C",
    country_name collate "C"
