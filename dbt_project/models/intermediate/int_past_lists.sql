{%- set recent_from = attendance_recent_start('days.looked_from') -%}
with

days as (
    select * from {{ ref('int_past_days') }}
    where month is not null
),

-- Of a campus whose log has nothing in the days before, or only begins in them, nobody can say who
-- was to be called.
known as (
    select
        days.month,
        days.looked_from,
        sessions.campus
    from days
    inner join {{ ref('session_attendance') }} as sessions
        on
            days.looked_from >= sessions.session_date
            and {{ attendance_recent_start(recent_from ~ ' - 1') }} <= sessions.session_date
    group by days.month, days.looked_from, sessions.campus
    having
        min(sessions.session_date) < {{ recent_from }}
        and max(sessions.session_date) >= {{ recent_from }}
),

listed as (
    select
        reasons.looked_from,
        coalesce(homes.campus, 'Unknown') as campus,
        count(*) as students
    from {{ ref('int_past_reasons') }} as reasons
    inner join {{ ref('student_engagement') }} as students
        on reasons.student_id = students.student_id
    left join {{ ref('int_student_homes') }} as homes
        on
            reasons.student_id = homes.student_id
            and reasons.looked_from between homes.from_day and homes.last_day
    -- Who cannot be on the list of today is on none that it is compared with.
    where
        reasons.at_risk_reason in ({{ at_risk_reasons() }})
        and students.at_risk_reason != 'group_silent'
    group by reasons.looked_from, coalesce(homes.campus, 'Unknown')
),

final as (
    select
        known.month,
        nullif(known.campus, 'Unknown') as campus,
        coalesce(listed.students, 0) as students
    from known
    left join listed on known.looked_from = listed.looked_from and known.campus = listed.campus
)

select * from final
