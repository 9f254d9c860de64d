with

sessions as (
    select * from {{ ref('int_session_groups') }}
),

expected as (
    select
        session_id,
        sum(students_expected) as students_expected
    from {{ ref('session_attendance') }}
    group by session_id
),

final as (
    select
        -- key
        sessions.session_id,

        -- when
        sessions.session_date,
        {{ week_of('sessions.session_date') }} as session_week,
        {{ month_of('sessions.session_date') }} as session_month,

        -- what and where
        sessions.module,
        sessions.duration,
        sessions.group_name as session_group,
        sessions.campus,
        sessions.country_code,
        sessions.country_name,

        -- how many came
        sessions.session_state,
        case when sessions.session_state = 'taken' then 1 else 0 end as is_taken,
        case when sessions.session_state = 'taken' then 'taken' else 'not taken' end as taken_label,
        cast(sessions.students_attended as integer) as students_attended,
        cast(sessions.students_churned as integer) as students_churned,
        sessions.expected_by,
        cast(
            case
                when sessions.session_state = 'taken' then coalesce(expected.students_expected, 0)
            end as integer
        ) as students_expected,
        {{ rate('sessions.students_attended', 'expected.students_expected') }}
            as taken_attendance_rate,
        cast(sessions.students_attended * sessions.duration as bigint) as minutes_attended
    from sessions
    left join expected on sessions.session_id = expected.session_id
)

select * from final
