{{ config(post_hook="{{ forget_old_states() }}") }}

with

-- Known by the contents that count: the same files landed again are the same state.
state as (
    select
        md5(
            string_agg(
                source_name || ' ' || coalesce(file_sha256, cast(load_id as text)),
                ',' order by source_name, file_sha256, load_id
            ) filter (where is_in_force)
        ) as state_key,
        max(finished_at) filter (where is_in_force) as loaded_at,
        max(as_of_date) as as_of_date,
        max(landed_on) as newest_load_on
    from {{ ref('int_loads') }}
),

previous_state as (
    {% if is_incremental() -%}
        select
            recorded.loaded_at,
            recorded.as_of_date
        from {{ this }} as recorded
        inner join state on recorded.state_key != state.state_key
        order by recorded.loaded_at desc
        limit 1
    {%- else -%}
        select
            loaded_at,
            as_of_date
        from state
        where false
    {%- endif %}
),

states as (
    select
        state.*,
        previous_state.loaded_at as previous_loaded_at,
        previous_state.as_of_date as previous_as_of_date
    from state
    left join previous_state on true
),

attended as (
    select
        attendance.student_id,
        count(*) filter (where attendance.session_date < states.as_of_date)
            as past_sessions_attended,
        count(*) filter (where attendance.session_date < states.previous_as_of_date)
            as past_sessions_attended_by_then
    from {{ ref('attendance_details') }} as attendance
    cross join states
    group by attendance.student_id
),

-- Looked at from another day than that of the newest load, the warehouse shows no state of its own.
final as (
    select
        states.state_key,
        states.loaded_at,
        states.as_of_date,
        states.previous_loaded_at,
        states.previous_as_of_date,
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
        coalesce(attended.past_sessions_attended, 0) as past_sessions_attended,
        coalesce(attended.past_sessions_attended_by_then, 0) as past_sessions_attended_by_then
    from {{ ref('student_engagement') }} as students
    inner join states
        on
            students.as_of_date = states.as_of_date
            and students.as_of_date = states.newest_load_on
    left join {{ ref('student_churn') }} as churn on students.student_id = churn.student_id
    left join attended on students.student_id = attended.student_id
    where {{ 'false' if var('as_of_date') else 'true' }}
)

select * from final
