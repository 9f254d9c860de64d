-- What is this?        Why a student is at risk or not, on and beside every threshold.
-- When does it fail?   The macro decides one of these cases otherwise than written here.
-- What to do?          Decide which of the two is right; docs/attendance.md says the rule in words.
{%- set days_absent, in_a_row = var('at_risk_days_absent'), var('at_risk_missed_in_a_row') %}
{%- set needed, low = var('at_risk_sessions_needed'), var('at_risk_attendance_rate') %}
{%- set fall, gone_days = var('at_risk_rate_drop'), var('at_risk_gone_days') %}

with

inputs as (
    select * from (
        values
        (false, 1, 9, 9, 0.1, 9, -0.9, 'not_enrolled'),
        (true, null, 0, 0, null, 0, null, 'never_attended'),
        (null, null, 0, 0, null, 0, null, 'nothing_known'),
        (null, {{ gone_days }} + 1, 9, 9, 0.1, 9, -0.9, 'gone'),
        (null, {{ gone_days }}, {{ in_a_row }}, 9, 0.9, 9, 0, 'missed_in_a_row'),
        (true, {{ gone_days }} + 1, {{ in_a_row }}, 9, 0.9, 9, 0, 'missed_in_a_row'),
        (true, {{ days_absent }}, {{ in_a_row }} - 1, 9, 0.9, 9, 0, 'absent_for_long'),
        (true, {{ days_absent }} - 1, {{ in_a_row }} - 1, 9, 0.9, 9, 0, 'attends'),
        (true, {{ days_absent }}, 0, 9, 0.9, 9, 0, 'attends'),
        (true, 1, 0, {{ needed }} - 1, 0.1, 3, -0.9, 'too_few_sessions'),
        (true, 1, 0, {{ needed }}, {{ low }} - 0.01, 3, 0, 'low_attendance'),
        (true, 1, 0, {{ needed }}, {{ low }}, 3, 0, 'attends'),
        (true, 1, 0, 9, 0.9, {{ needed }}, -{{ fall }}, 'falling_attendance'),
        (true, 1, 0, 9, 0.9, {{ needed }}, 0.01 - {{ fall }}, 'attends'),
        (true, 1, 0, 9, 0.9, {{ needed }} - 1, -0.9, 'attends'),
        (true, 1, 0, 9, 0.9, 0, null, 'attends')
    ) as cases (
        is_enrolled, days, missed, taken, attended_share, recent_taken, rate_change, expected
    )
),

decided as (
    select
        *,
        {{ at_risk_reason(
            'is_enrolled', 'days', 'missed', 'taken', 'attended_share', 'recent_taken', 'rate_change'
        ) }} as actual
    from inputs
)

select * from decided
where actual is distinct from expected
