{#- Model, source, rule, subject; how many rows there are to judge, and how many are good. -#}
{%- set kept = " where outcome = 'kept'" -%}
{%- set sessions = ref('int_sessions') ~ kept -%}
{%- set marks = ref('int_attendance') ~ kept -%}
{%- set rows = ref('int_subscriptions') ~ kept -%}
{%- set checks = [
    (sessions, 'sessions', 'readable', 'date', 'count(date_text)', 'count(date)'),
    (sessions, 'sessions', 'readable', 'duration', 'count(duration_text)', 'count(duration)'),
    (
        marks, 'attendance', 'mapped', 'status',
        "count(*) filter (where status is not null or counts_as = 'unknown')",
        "count(*) filter (where status is not null and counts_as <> 'unknown')",
    ),
    (
        rows, 'subscriptions', 'readable', 'start',
        'count(start_date_text)', 'count(start_date_written)',
    ),
    (rows, 'subscriptions', 'readable', 'end', 'count(end_date_text)', 'count(end_date_written)'),
    (
        rows, 'subscriptions', 'readable', 'diploma date',
        'count(diploma_date_text)', 'count(diploma_date_written)',
    ),
    (
        rows, 'subscriptions', 'readable', 'birth date',
        'count(birth_date_text)', 'count(birth_date_written)',
    ),
    (rows, 'subscriptions', 'readable', 'progress', 'count(progress_text)', 'count(progress)'),
    (rows, 'subscriptions', 'readable', 'diploma', 'count(has_diploma_text)', 'count(has_diploma)'),
    (rows, 'subscriptions', 'mapped', 'country', 'count(country_text)', 'count(country_code)'),
    (
        rows, 'subscriptions', 'mapped', 'schedule', 'count(product_schedule)',
        "count(product_schedule) filter (where schedule_code <> 'unmapped')",
    ),
    (
        rows, 'subscriptions', 'mapped', 'status', 'count(export_status)',
        "count(export_status) filter (where export_status <> 'unknown')",
    ),
    (
        ref('subscriptions'), 'subscriptions', 'figure', 'churn rate',
        "count(*) filter (where subscription_status not in ('upcoming', 'void'))",
        'count(churn_flag)',
    ),
    (
        ref('subscriptions'), 'subscriptions', 'figure', 'enrolled students',
        'count(*)', 'count(student_id)',
    ),
    (
        ref('student_engagement'), 'attendance', 'figure', 'students at risk',
        'sum(is_enrolled)', 'sum(is_enrolled) filter (where sessions_taken > 0)',
    ),
    (
        ref('session_engagement'), 'attendance', 'figure', 'attendance rate',
        'sum(students_attended)',
        'sum(students_attended) filter (where session_date is not null)',
    ),
    (
        ref('session_engagement'), 'attendance', 'figure', 'hours attended',
        'sum(students_attended)', 'sum(students_attended) filter (where duration is not null)',
    ),
] -%}

with

counted as (
    {%- for model, source_name, rule, subject, all_rows, good_rows in checks %}
        select
            '{{ source_name }}' as source_name,
            '{{ rule }}' as rule,
            '{{ subject }}' as subject,
            {{ all_rows }} as rows_there,
            {{ good_rows }} as rows_good
        from {{ model }}
        {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select * from counted
