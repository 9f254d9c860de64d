{{ config(pre_hook="{{ prepare_states() if is_incremental() }}") }}
with

-- Known by the contents that count: the same files landed again are the same state.
state as (
    select
        md5({{ joined_in_order(
            "source_name || ' ' || coalesce(file_sha256, " ~ as_text('load_id') ~ ')', ',',
            'source_name asc, file_sha256 asc nulls last, load_id asc'
        ) }} filter (where is_in_force)) as state_key,
        max(finished_at) filter (where is_in_force) as loaded_at,
        max(as_of_date) as as_of_date,
        max(attendance_as_of_date) as attendance_as_of_date
    from {{ ref('int_loads') }}
    where source_name != 'calls'
),

previous_state as (
    select
        recorded.loaded_at as previous_loaded_at,
        recorded.as_of_date as previous_as_of_date,
        coalesce(recorded.attendance_as_of_date, recorded.as_of_date) as seen_until
    from {{ this if is_incremental() else 'state' }} as recorded
    where recorded.state_key != (select state.state_key from state)
    order by recorded.loaded_at desc limit 1
),

states as (
    select
        state.*,
        previous_state.*
    from state
    left join previous_state on true
),

-- Only these two months have to be looked up in the log; of all others the sums will do.
months_looked_up as (
    select {{ month_of('attendance_as_of_date') }} as session_month from states
    union
    select {{ month_of('coalesce(seen_until, as_of_date)') }} as session_month from states
),

dated as (
    select
        student_id,
        session_month as day,
        attendances
    from {{ ref('int_student_months') }}
    where session_month not in (select months_looked_up.session_month from months_looked_up)
    union all
    select
        student_id,
        session_date as day,
        1 as attendances
    from {{ ref('int_attended_sessions') }}
    where session_month in (select months_looked_up.session_month from months_looked_up)
),

counted as (
    select
        dated.student_id,
        sum(dated.attendances) filter (where dated.day < states.attendance_as_of_date) as past,
        sum(dated.attendances) filter (where dated.day < states.seen_until) as past_by_then
    from dated
    cross join states
    group by dated.student_id
),

final as (
    select
        '{{ invocation_id }}' as build_id,
        states.state_key,
        states.loaded_at,
        states.as_of_date,
        states.previous_loaded_at,
        states.previous_as_of_date,
        states.attendance_as_of_date,
        students.student_id,
        students.campus,
        students.country_code,
        students.country_name,
        students.is_at_risk = 1 as is_at_risk,
        students.at_risk_reason,
        churn.start_date as subscription_start_date,
        churn.subscription_id,
        churn.subscription_status,
        churn.churn_flag,
        churn.churned_on,
        coalesce(churn.subscriptions_gone > 0, false) as has_gone,
        cast(coalesce(counted.past, 0) as bigint) as past_sessions_attended,
        cast(coalesce(counted.past_by_then, 0) as bigint) as past_sessions_attended_by_then
    from {{ ref('student_engagement') }} as students
    inner join states on students.as_of_date = states.as_of_date
    left join {{ ref('student_churn') }} as churn on students.student_id = churn.student_id
    left join counted on students.student_id = counted.student_id
    where {{ not var('as_of_date') }}
)

select * from final
