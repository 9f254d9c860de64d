-- What is this?        Marts with more rows than Looker Studio takes from one query (150,000).
-- When does it fail?   A list in a report of such a mart would be cut without a word.
-- What to do?          Give the lists on it the filter it names; charts that group are not cut.

-- 2026-11-24, data team: a warning, because sums are right at any size; only lists are cut.
{{ config(severity='warn') }}

{% set filters = {
    'attendance_by_month': 'month',
    'attendance_by_week': 'week',
    'attendance_cohorts': 'cohort_month',
    'churn_by_cohort': 'country_name',
    'data_quality_issues': 'severity, or source_name',
    'session_engagement': 'session_month',
    'student_churn': 'subscription_status, or country_name',
    'student_engagement': 'at_risk_label, or country_name',
} %}

with

counted as (
    {%- for mart, filter in filters.items() %}
        select
            '{{ mart }}' as mart,
            count(*) as row_count,
            'filter lists by {{ filter }}' as what_to_do
        from {{ ref(mart) }}
        {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select * from counted
where row_count > 150000
