-- What is this?        Lost is exactly what its status calls so, with a reason and a day.
-- When does it fail?   Status, flag, reason and day were not made from one another.
-- What to do?          Mend int_subscription_status and its macros; docs/churn.md tells the rule.

select
    subscription_id,
    subscription_status,
    churn_flag,
    churn_reason,
    churned_on
from {{ ref('subscriptions') }}
where
    coalesce(churn_flag, false) != (subscription_status = 'churned')
    or (churn_reason is not null) != (subscription_status = 'churned')
    or (churned_on is not null) != (subscription_status = 'churned')
    or churned_on > as_of_date
    or churned_on <= end_date
