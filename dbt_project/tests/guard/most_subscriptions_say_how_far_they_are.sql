-- What is this?        An export of subscriptions in which most progress is empty.
-- When does it fail?   The column is missing or no longer filled in.
-- What to do?          Export the progress too: without it the churn rate rests on few rows.

-- 2026-11-28, data team: a warning, because a diploma alone decides, too.
{{ config(severity='warn') }}

with

counted as (
    select
        count(*) as rows_landed,
        count(*) filter (where progress_text is null) as rows_broken
    from {{ ref('int_subscription_rows') }}
    where gone_on is null
)

select
    'subscriptions' as source_name,
    rows_broken,
    rows_landed,
    'subscription progress is empty: ' || {{ thousands('rows_broken') }} || ' of '
    || {{ thousands('rows_landed') }} as sentence
from counted
where rows_broken > 0.5 * rows_landed
