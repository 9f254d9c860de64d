-- What is this?        Attendances and students expected add up alike in all attendance marts.
-- When does it fail?   A model lost or doubled attendances, or counts another kind of session.
-- What to do?          See which mart differs from the first one, and look at its model.

with

totals as (
    select
        'recorded' as kind,
        'attendance' as mart,
        count(*) as attendances,
        cast(null as bigint) as expected
    from {{ ref('attendance') }}

    union all

    select
        'recorded' as kind,
        'attendance_details' as mart,
        count(*) as attendances,
        cast(null as bigint) as expected
    from {{ ref('attendance_details') }}

    union all

    select
        'recorded' as kind,
        'student_engagement' as mart,
        coalesce(sum(attendances), 0) as attendances,
        cast(null as bigint) as expected
    from {{ ref('student_engagement') }}

    union all

    select
        'recorded' as kind,
        'session_engagement' as mart,
        coalesce(sum(students_attended), 0) as attendances,
        cast(null as bigint) as expected
    from {{ ref('session_engagement') }}

    union all

    select
        'recorded' as kind,
        'module_engagement' as mart,
        coalesce(sum(attendances_recorded), 0) as attendances,
        cast(null as bigint) as expected
    from {{ ref('module_engagement') }}

    union all

    select
        'taken' as kind,
        'session_engagement' as mart,
        coalesce(sum(students_attended), 0) as attendances,
        coalesce(sum(students_expected), 0) as expected
    from {{ ref('session_engagement') }}
    where is_taken = 1

    union all

    select
        'taken' as kind,
        'module_engagement' as mart,
        coalesce(sum(attendances), 0) as attendances,
        coalesce(sum(attendances_expected), 0) as expected
    from {{ ref('module_engagement') }}

    union all

    select
        'dated' as kind,
        'session_engagement' as mart,
        coalesce(sum(students_attended), 0) as attendances,
        coalesce(sum(students_expected), 0) as expected
    from {{ ref('session_engagement') }}
    where session_month is not null

    union all

    select
        'dated' as kind,
        'month_engagement' as mart,
        coalesce(sum(attendances_recorded), 0) as attendances,
        coalesce(sum(attendances_expected), 0) as expected
    from {{ ref('month_engagement') }}

    union all

    select
        'taken' as kind,
        'student_engagement' as mart,
        coalesce(sum(sessions_attended), 0) as attendances,
        coalesce(sum(sessions_taken), 0) as expected
    from {{ ref('student_engagement') }}
    {%- for period in ['week', 'month'] %}

        union all

        select
            'trend by {{ period }}' as kind,
            'session_engagement' as mart,
            coalesce(sum(students_attended), 0) as attendances,
            coalesce(sum(students_expected), 0) as expected
        from {{ ref('session_engagement') }}
        where is_taken = 1 and session_{{ period }} >= {{ attendance_trend_start() }}

        union all

        select
            'trend by {{ period }}' as kind,
            'attendance_by_{{ period }}' as mart,
            coalesce(sum(attendances), 0) as attendances,
            coalesce(sum(attendances_expected), 0) as expected
        from {{ ref('attendance_by_' ~ period) }}
    {%- endfor %}
),

compared as (
    select
        *,
        min(attendances) over (partition by kind) as fewest_attendances,
        min(expected) over (partition by kind) as fewest_expected
    from totals
)

select * from compared
where attendances != fewest_attendances or expected != fewest_expected
