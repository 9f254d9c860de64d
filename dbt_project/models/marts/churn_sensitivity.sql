with

subscriptions as (
    select * from {{ ref('int_subscription_status') }}
),

-- The rule in force is always among those tried.
thresholds as (
    select distinct progress_threshold
    from unnest(array[
        {{ churn_progress_threshold() }}, {{ var('churn_sensitivity_thresholds') | join(', ') }}
    ]) as tried (progress_threshold)
),

graces as (
    select distinct grace_days
    from unnest(array[
        {{ churn_grace_days() }}, {{ var('churn_sensitivity_grace_days') | join(', ') }}
    ]) as tried (grace_days)
),

classified as (
    select
        thresholds.progress_threshold,
        graces.grace_days,
        subscriptions.as_of_date,
        {{ subscription_status('thresholds.progress_threshold', 'graces.grace_days') }} as status
    from thresholds
    cross join graces
    cross join subscriptions
),

counted as (
    select
        progress_threshold,
        grace_days,
        as_of_date,
        count({{ churn_flag('status') }}) as subscriptions_judged,
        count(*) filter (where status = 'churned') as subscriptions_churned,
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
