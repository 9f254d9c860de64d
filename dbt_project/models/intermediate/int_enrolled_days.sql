{%- set this_month = month_of(as_of_date()) -%}
with

months as (
    select
        {{ period_spine(
            'month',
            'cast(' ~ this_month ~ " - interval '" ~ var('headline_months') ~ " months' as date)",
            this_month,
        ) }} as month
),

-- The day of the month that it is today, or the last one of a shorter month.
days as (
    select
        month,
        least(
            month + {{ days_between(this_month, as_of_date()) }},
            cast(month + interval '1 month' as date) - 1
        ) as day
    from months
),

-- Of the days before the first subscription nothing is known.
known_days as (
    select *
    from days
    where
        month = {{ this_month }}
        or day >= coalesce(
            (select min(subscriptions.start_date) from {{ ref('subscriptions') }} as subscriptions),
            day
        )
),

running as (
    select
        days.month,
        days.day,
        subscriptions.student_id,
        subscriptions.campus,
        row_number() over (
            partition by days.day, subscriptions.student_id
            order by subscriptions.start_date desc, subscriptions.subscription_id asc
        ) as place
    from known_days as days
    inner join {{ ref('subscriptions') }} as subscriptions
        on
            days.day >= subscriptions.start_date
            and (subscriptions.end_date is null or days.day <= subscriptions.end_date)
    where
        subscriptions.student_id is not null
        and subscriptions.subscription_status not in ('invalid', 'void')
        and coalesce(subscriptions.status_reason, '')
        not in ('open_end_silent', 'gone', 'end_unreadable')
),

-- A campus without anybody has a zero, and so has a school: a month left out would look like one
-- that is not over.
campuses as (
    select campus from running
    union
    select {{ as_text('null') }} as campus
),

counted as (
    select
        days.month,
        days.day,
        campuses.campus,
        count(running.student_id) as students
    from known_days as days
    cross join campuses
    left join running
        on
            days.day = running.day
            and coalesce(campuses.campus, '') = coalesce(running.campus, '')
            and running.place = 1
    group by days.month, days.day, campuses.campus
)

select * from counted
