-- What is this?        Each metric of _metrics.yml gives the figure that another mart has for it.
-- When does it fail?   A metric counts where it should add, or reads another column or table.
-- What to do?          See which of the two is right: the measure in _metrics.yml or the mart.

{%- set modules, sessions = ref('module_engagement'), ref('session_engagement') -%}
{%- set students, churn = ref('student_engagement'), ref('churn_by_cohort') -%}
{%- set read_by_measures = [ref('attendance_details'), ref('subscriptions')] -%}
{%- set expected = {
    'subscriptions': 'sum(subscriptions) from ' ~ churn,
    'subscriptions_judged': 'sum(subscriptions_judged) from ' ~ churn,
    'subscriptions_churned': 'sum(subscriptions_churned) from ' ~ churn,
    'sessions_taken': 'sum(sessions_taken) from ' ~ modules,
    'attendances_taken': 'sum(attendances) from ' ~ modules,
    'attendances_expected': 'sum(attendances_expected) from ' ~ modules,
    'attendances': 'sum(attendances_recorded) from ' ~ modules,
    'students_attending': 'count(*) from ' ~ students ~ ' where attendances > 0',
    'minutes_attended': 'sum(minutes_attended) from ' ~ sessions,
    'students': 'count(*) from ' ~ ref('students'),
    'students_at_risk': "count(*) from " ~ students ~ " where at_risk_label = 'at risk'",
    'students_enrolled': "count(*) from " ~ students ~ " where enrolled_label = 'enrolled'",
} %}

with

-- Each table is read once, for all its metrics.
{%- for table, figures in metric_figures().items() %}
    found_{{ loop.index }} as (
        select
        {%- for metric, figure in figures.items() %}
            {{ figure }} as {{ metric }}{{ ',' if not loop.last }}
        {%- endfor %}
        from {{ table }}
    ),
{%- endfor %}

-- A metric without a figure to be held against, or of another measure, differs too.
compared as (
    {%- for figures in metric_figures().values() %}
        {%- set found = 'found_' ~ loop.index %}
        {%- for metric in figures %}
            select
                '{{ metric }}' as metric,
                coalesce((select {{ metric }} from {{ found }}), 0) as found,
                coalesce((select {{ expected.get(metric, '-1') }}), 0) as expected
            union all
        {%- endfor %}
    {%- endfor %}
    select
        'none' as metric,
        0 as found,
        0 as expected
)

select * from compared
where found != expected
