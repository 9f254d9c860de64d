-- What is this?        No subscription is lost while it runs, with a diploma or enough progress.
-- When does it fail?   The rule in marts.subscriptions was changed in one place only.
-- What to do?          Make the model, docs/churn.md and the unit tests agree again.

select
    subscription_id,
    churn_flag,
    churn_reason
from {{ ref('subscriptions') }}
where
    churn_flag
    and (
        end_date is null
        or end_date >= as_of_date
        or coalesce(has_diploma, false)
        or coalesce(progress, 0) >= {{ churn_progress_threshold() }}
    )
