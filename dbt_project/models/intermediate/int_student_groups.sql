{%- set first_day, last_day = "cast('0001-01-01' as date)", "cast('9999-12-31' as date)" -%}
with

subscriptions as (
    select
        student_id,
        subscription_id,
        nullif(concat_ws(', ', campus, cohort), '') as group_name,
        campus,
        cohort,
        track,
        country_code,
        coalesce(country_name, 'Unknown') as country_name,
        start_date,
        coalesce(end_date, {{ last_day }}) as end_date,
        subscription_status not in ('invalid', 'void') as can_run
    from {{ ref('subscriptions') }}
    where student_id is not null
),

-- From one of these days to the day before the next, the same subscriptions run.
turns as (
    select
        student_id,
        {{ first_day }} as day
    from subscriptions
    union
    select
        student_id,
        start_date
    from subscriptions
    where can_run
    union
    select
        student_id,
        end_date + 1 as day
    from subscriptions
    where can_run and end_date < {{ last_day }}
),

stretches as (
    select
        student_id,
        day as from_day,
        lead(day) over (partition by student_id order by day) - 1 as day_before_next
    from turns
),

joined as (
    select
        stretches.from_day,
        coalesce(stretches.day_before_next, {{ last_day }}) as until_day,
        subscriptions.*,
        subscriptions.can_run
        and stretches.from_day between subscriptions.start_date and subscriptions.end_date as runs,
        subscriptions.can_run and subscriptions.start_date <= stretches.from_day as has_begun
    from stretches
    inner join subscriptions on stretches.student_id = subscriptions.student_id
),

-- The one that runs and began last is where the student sits, else the last that began.
ordered as (
    select
        *,
        row_number() over (
            partition by student_id, from_day
            order by
                case when runs then 1 when has_begun then 2 else 3 end,
                case when has_begun then start_date end desc nulls last,
                start_date asc nulls last,
                {{ in_binary_order('subscription_id') }}
        ) as place
    from joined
),

one_per_group as (
    select
        *,
        row_number() over (partition by student_id, from_day, group_name order by place) as choice
    from ordered
),

final as (
    select
        student_id,
        from_day,
        until_day,
        group_name,
        campus,
        cohort,
        track,
        country_code,
        country_name,
        runs,
        place = 1 as is_home
    from one_per_group
    where choice = 1 and (runs or place = 1)
)

select * from final
