with

subscriptions as (
    select * from {{ ref('int_subscription_status') }}
),

-- The rule in force is always among those tried.
thresholds as (
    select distinct progress_threshold
    from (
        values
        ({{ churn_progress_threshold() }}),
        ({{ var('churn_sensitivity_thresholds') | join('), (') }})
    ) as tried (progress_threshold)
),

graces as (
    select distinct grace_days
    from (
        values
        ({{ churn_grace_days() }}),
        ({{ var('churn_sensitivity_grace_days') | join('), (') }})
    ) as tried (grace_days)
),

-- Only the highest threshold that a row reaches matters: each row is judged once for each number of
-- days, not once more for each threshold.
reached as (
    select
        subscriptions.*,
        (
            select max(thresholds.progress_threshold)
            from thresholds
            where thresholds.progress_threshold <= subscriptions.progress
        ) as threshold_reached
    from subscriptions
    {{ computed_once() }}
),

-- The status that a row has with these days of grace where its progress reaches no threshold: 2.
short_of_all as (
    select
        graces.grace_days,
        reached.threshold_reached,
        reached.as_of_date,
        {{ subscription_status(2, 'graces.grace_days') }} as status,
        count(*) as subscriptions
    from reached
    cross join graces
    group by graces.grace_days, reached.threshold_reached, reached.as_of_date, status
),

-- What reaches the threshold is completed, unless it never ran by then.
classified as (
    select
        thresholds.progress_threshold,
        short_of_all.grace_days,
        short_of_all.as_of_date,
        short_of_all.subscriptions,
        case
            when
                short_of_all.threshold_reached >= thresholds.progress_threshold
                and short_of_all.status not in ('invalid', 'void', 'upcoming')
                then 'completed'
            else short_of_all.status
        end as status
    from short_of_all
    cross join thresholds
),

counted as (
    select
        progress_threshold,
        grace_days,
        as_of_date,
        coalesce(sum(subscriptions) filter (where {{ churn_flag('status') }} is not null), 0)
            as subscriptions_judged,
        coalesce(sum(subscriptions) filter (where status = 'churned'), 0)
            as subscriptions_churned,
        progress_threshold = {{ churn_progress_threshold() }}
        and grace_days = {{ churn_grace_days() }} as is_rule_in_force
    from classified
    group by progress_threshold, grace_days, as_of_date
),

final as (
    select
        cast(progress_threshold as numeric(3, 2)) as progress_threshold,
        grace_days,
        cast(subscriptions_judged as integer) as subscriptions_judged,
        cast(subscriptions_churned as integer) as subscriptions_churned,
        {{ rate('subscriptions_churned', 'subscriptions_judged') }} as churn_rate,
        cast(is_rule_in_force as integer) as is_rule_in_force,
        case when is_rule_in_force then 'the rule in force' else 'another rule' end
            as rule_in_force_label,
        as_of_date
    from counted
)

select * from final
