with

issues as (
    {%- for model in [
        'int_student_issues',
        'int_session_issues',
        'int_attendance_issues',
        'int_subscription_issues',
        'int_call_issues',
    ] %}
        select * from {{ ref(model) }}
        {{ 'union all' if not loop.last }}
    {%- endfor %}
),

rules as (
    select * from {{ ref('data_quality_rules') }}
),

loads as (
    select * from {{ ref('int_loads') }}
),

explained as (
    select
        -- where to look
        rules.source_name,
        loads.file_name,
        issues.load_id,
        issues.source_row,
        rules.column_name,

        -- what is wrong
        issues.rule,
        rules.severity,
        rules.meaning,
        -- Enough to find a personal value in the file, not to read it.
        case
            when rules.is_personal
                then left(issues.value, 1) || '… (' || length(issues.value) || ' characters)'
            else issues.value
        end as value_shown,

        -- what came of it and what to do
        issues.outcome,
        rules.what_to_do
    from issues
    left join rules on issues.rule = rules.rule
    inner join loads on issues.load_id = loads.load_id
)

select * from explained
