-- What is this?        The first screen says as many enrolled students as student_engagement.
-- When does it fail?   One of both takes another kind of subscription for one that runs.
-- What to do?          Hold int_enrolled_days and int_latest_subscriptions against each other.

with

counted as (
    select
        (
            select coalesce(sum(whole), 0) from {{ ref('headline_figures') }}
            where figure = 'enrolled' and scope = 'school' and is_current = 1
        ) as on_the_first_screen,
        (
            select coalesce(sum(is_enrolled), 0) from {{ ref('student_engagement') }}
        ) as in_student_engagement
)

select * from counted
where on_the_first_screen != in_student_engagement
