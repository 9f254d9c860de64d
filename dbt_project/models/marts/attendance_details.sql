with

attended as (
    select * from {{ ref('int_attended_sessions') }}
),

students as (
    select * from {{ ref('students') }}
),

subscriptions as (
    select * from {{ ref('int_latest_subscriptions') }}
),

final as (
    select
        -- keys
        attended.student_id,
        attended.session_id,

        -- when
        attended.session_date,
        attended.session_week,
        attended.session_month,

        -- what
        attended.module,
        attended.duration,
        attended.session_group,
        attended.session_state,

        -- who and where
        students.name as student_name,
        {{ student_label('attended.student_id', 'students.name') }} as student_label,
        subscriptions.track,
        subscriptions.cohort,
        subscriptions.campus,
        subscriptions.country_code,
        coalesce(subscriptions.country_name, 'Unknown') as country_name
    from attended
    inner join students on attended.student_id = students.student_id
    left join subscriptions on attended.student_id = subscriptions.student_id
)

select * from final
