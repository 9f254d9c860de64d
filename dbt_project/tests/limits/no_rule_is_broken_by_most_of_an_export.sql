-- What is this?        Rules for errors that most rows of an export break.
-- When does it fail?   Dates or keys are written in a new way, or what they refer to did not come.
-- What to do?          See such rows in marts.data_quality_issues; load the export corrected.

with

landed as (
    select
        source_name,
        sum(rows_landed) as rows_landed
    from {{ ref('int_loads') }}
    where is_in_force
    group by source_name
),

broken as (
    select
        source_name,
        rule,
        meaning,
        count(*) as rows_broken
    from {{ ref('data_quality_issues') }}
    -- A subscription is shown as invalid or unknown instead; an attendance would just be missing.
    where severity = 'error' and source_name <> 'subscriptions'
    group by source_name, rule, meaning
),

-- Nobody has to bring every export: what refers to one that never came is no mistake.
without_counterpart as (
    select refers.rule
    from (
        values
        ('attendance_student_unknown', 'students'),
        ('attendance_session_unknown', 'sessions')
    ) as refers (rule, source_name)
    where refers.source_name not in (select landed.source_name from landed)
)

select
    broken.*,
    landed.rows_landed
from broken
inner join landed on broken.source_name = landed.source_name
-- Of a handful of rows, most is not much.
where
    landed.rows_landed >= 100
    and broken.rule not in (select without_counterpart.rule from without_counterpart)
    and broken.rows_broken > {{ var('largest_share_breaking_a_rule') }} * landed.rows_landed
