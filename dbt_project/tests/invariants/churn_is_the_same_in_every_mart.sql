-- What is this?        Every mart that counts lost and judged subscriptions counts the same.
-- When does it fail?   A cohort was left out, or churn_sensitivity judges by another rule.
-- What to do?          Compare the mart that is named here with marts.subscriptions.

with

expected as (
    select
        count(*) filter (where churn_flag) as churned,
        count(churn_flag) as judged
    from {{ ref('subscriptions') }}
),

found as (
    select
        'churn_by_cohort' as mart,
        sum(subscriptions_churned) as churned,
        sum(subscriptions_judged) as judged
    from {{ ref('churn_by_cohort') }}

    union all

    select
        'churn_sensitivity' as mart,
        sum(subscriptions_churned) as churned,
        sum(subscriptions_judged) as judged
    from {{ ref('churn_sensitivity') }}
    where is_rule_in_force = 1
)

select
    found.mart,
    found.churned,
    found.judged,
    expected.churned as churned_expected,
    expected.judged as judged_expected
from found
cross join expected
where
    coalesce(found.churned, 0) != expected.churned
    or coalesce(found.judged, 0) != expected.judged
