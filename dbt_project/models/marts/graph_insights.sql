{{ config(materialized='view') }}

with findings as (
    select * from {{ source('graph', 'graph_findings') }}
),

students as (
    select * from {{ ref('students') }}
),

sessions as (
    select * from {{ ref('sessions') }}
),

-- In a reader's words: what was found, and what numerator and denominator count.
insights (insight, insight_label, measure_label) as (
    values
    (
        'isolated_student',
        'Attended, and never sat with anybody',
        'sessions attended alone, of sessions attended'
    ),
    (
        'most_connected_student',
        'Sat with the most different students',
        'students sat with, of all other students who attended'
    ),
    (
        'bridging_session',
        'Brings together students of the most modules',
        'other modules that its students attend, of all other modules'
    ),
    (
        'company_of_churned',
        'Do students churn who sit with churned students?',
        'students who churned, of students with a verdict'
    )
),

named as (
    select
        findings.insight,
        insights.insight_label,
        findings.rank,
        findings.student_id,
        findings.session_id,
        case
            when findings.sat_with_churned then 'sat with a churned student'
            when not findings.sat_with_churned then 'never sat with a churned student'
            else coalesce(students.name, sessions.module)
        end as subject,
        insights.measure_label,
        findings.numerator,
        findings.denominator,
        {{ as_double('findings.numerator') }} / nullif(findings.denominator, 0) as share,
        findings.as_of_date,
        findings.synced_at
    from findings
    inner join insights
        on findings.insight = insights.insight
    left join students
        on findings.student_id = students.student_id
    left join sessions
        on findings.session_id = sessions.session_id
    -- A student or session that has left the marts takes its findings along.
    where
        (findings.student_id is null or students.student_id is not null)
        and (findings.session_id is null or sessions.session_id is not null)
)

select * from named
