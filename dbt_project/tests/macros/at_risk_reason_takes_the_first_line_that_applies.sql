-- What is this?        Why a student is at risk or not, on and beside every threshold.
-- When does it fail?   The macro decides one of these cases otherwise than written here.
-- What to do?          Decide which of the two is right; docs/attendance.md says the rule in words.
{%- set away, row = var('at_risk_days_absent'), var('at_risk_missed_in_a_row') %}
{%- set four, low = var('at_risk_sessions_needed'), var('at_risk_attendance_rate') %}
{%- set fall, gone = var('at_risk_rate_drop'), var('at_risk_gone_days') %}

with

inputs as (
    select * from (
        values
        (false, true, false, true, 9, 1, 9, 9, 0.1, 9, -0.9, 'not_enrolled'),
        (true, true, false, true, 9, null, 9, 9, 0.1, 9, -0.9, 'has_diploma'),
        (true, false, true, true, 9, null, 9, 9, 0.1, 9, -0.9, 'paused'),
        (true, false, false, true, 9, null, 9, 9, 0.1, 9, -0.9, 'group_silent'),
        (true, false, false, false, {{ row }}, null, 0, 0, null, 0, null, 'never_attended'),
        (true, false, false, false, {{ row }} - 1, null, 0, 0, null, 0, null, 'too_few_sessions'),
        (null, false, false, false, 9, null, 0, 0, null, 0, null, 'nothing_known'),
        (null, false, false, false, 9, null, {{ row }}, 3, 0, 3, null, 'missed_in_a_row'),
        (null, false, false, false, 9, null, {{ row }} - 1, 2, 0, 2, null, 'too_few_sessions'),
        (null, false, false, false, 9, {{ gone }} + 1, 9, 9, 0.1, 9, -0.9, 'gone'),
        (null, false, false, false, 9, {{ gone }}, {{ row }}, 9, 0.9, 9, 0, 'missed_in_a_row'),
        (true, false, false, false, 9, {{ gone }} + 1, {{ row }}, 9, 0.9, 9, 0, 'missed_in_a_row'),
        (true, false, false, false, 9, {{ away }}, {{ row }} - 1, 9, 0.9, 9, 0, 'absent_for_long'),
        (true, false, false, false, 9, {{ away }} - 1, {{ row }} - 1, 9, 0.9, 9, 0, 'attends'),
        (true, false, false, false, 9, {{ away }}, 0, 9, 0.9, 9, 0, 'attends'),
        (true, false, false, false, 9, 1, 0, {{ four }} - 1, 0.1, 3, -0.9, 'too_few_sessions'),
        (true, false, false, false, 9, 1, 0, {{ four }}, {{ low }} - 0.01, 3, 0, 'low_attendance'),
        (true, false, false, false, 9, 1, 0, {{ four }}, {{ low }}, 3, 0, 'attends'),
        (true, false, false, false, 9, 1, 0, 9, 0.9, {{ four }}, -{{ fall }}, 'falling_attendance'),
        (true, false, false, false, 9, 1, 0, 9, 0.9, {{ four }}, 0.01 - {{ fall }}, 'attends'),
        (true, false, false, false, 9, 1, 0, 9, 0.9, {{ four }} - 1, -0.9, 'attends'),
        (true, false, false, false, 9, 1, 0, 9, 0.9, 0, null, 'attends')
    ) as cases (
        is_to_come,
        has_diploma,
        is_paused,
        is_group_silent,
        group_sessions_taken,
        days_since_last_attended,
        missed_in_a_row,
        sessions_taken,
        taken_rate,
        recent_taken,
        rate_change,
        expected
    )
),

begun as (
    select
        *,
        false as has_just_begun
    from inputs
    union all
    select
        inputs.*,
        true as has_just_begun
    from inputs
    where expected not in ('not_enrolled', 'has_diploma', 'paused', 'group_silent')
),

decided as (
    select
        *,
        {{ at_risk_reason() }} as actual,
        case
            when has_just_begun then 'too_few_sessions'
            else expected
        end as should_be
    from begun
)

select * from decided
where actual is distinct from should_be
