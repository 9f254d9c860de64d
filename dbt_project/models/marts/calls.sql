{%- set until = 'calls.called_on + ' ~ var('call_came_back_days') -%}
with

calls as (
    select * from {{ ref('int_calls') }}
    where outcome = 'kept'
),

attended as (
    select
        student_id,
        session_date
    from {{ ref('int_attended_sessions') }}
),

-- The first session attended after the call, within the days in which it counts as its success.
with_return as (
    select
        calls.student_id,
        calls.called_on,
        calls.call_outcome,
        min(calls.note) as note,
        min(attended.session_date) as came_back_on,
        {{ until }} <= {{ attendance_as_of_date() }} as is_over
    from calls
    left join attended
        on
            calls.student_id = attended.student_id
            and calls.called_on < attended.session_date
            and {{ until }} >= attended.session_date
    group by calls.student_id, calls.called_on, calls.call_outcome
),

final as (
    select
        -- key
        student_id,
        called_on,
        call_outcome,

        -- what came of it
        cast(call_outcome = 'reached' as integer) as is_reached,
        note,
        came_back_on,
        case when came_back_on is not null then 1 when is_over then 0 end as came_back,
        case
            when came_back_on is not null then 'came back'
            when is_over then 'did not come back'
            else 'too early to say'
        end as came_back_label,
        {{ as_of_date() }} as as_of_date
    from with_return
)

select * from final
