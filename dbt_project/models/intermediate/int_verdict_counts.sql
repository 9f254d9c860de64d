{#- Per model: its source; rule, subject, how many rows there are to judge, how many are good. -#}
{%- set kept = " where outcome = 'kept'" -%}
{%- set not_ended = "subscription_status not in ('invalid', 'void')"
    ~ ' and coalesce(end_date >= as_of_date, true)' -%}
{%- set any_diploma = 'count(*) * least(count(has_diploma_text) + count(diploma_date_text), 1)' -%}
{%- set models = [
    (ref('int_sessions') ~ kept, 'sessions', [
        ('readable', 'date', 'count(date_text)', 'count(date)'),
        ('readable', 'duration', 'count(duration_text)', 'count(duration)'),
        (
            'mapped', 'status', 'count(status_meaning)',
            "count(status_meaning) filter (where status_meaning <> 'unknown')",
        ),
    ]),
    (ref('int_attendance') ~ kept, 'attendance', [
        (
            'mapped', 'status',
            "count(*) filter (where status is not null or counts_as = 'unknown')",
            "count(*) filter (where status is not null and counts_as <> 'unknown')",
        ),
    ]),
    (ref('int_subscriptions') ~ kept, 'subscriptions', [
        ('readable', 'start', 'count(start_date_text)', 'count(start_date_written)'),
        ('readable', 'end', 'count(end_date_text)', 'count(end_date_written)'),
        ('readable', 'diploma date', 'count(diploma_date_text)', 'count(diploma_date_written)'),
        ('readable', 'birth date', 'count(birth_date_text)', 'count(birth_date_written)'),
        ('readable', 'progress', 'count(progress_text)', 'count(progress)'),
        ('readable', 'diploma', 'count(has_diploma_text)', 'count(has_diploma)'),
        ('filled', 'progress column', 'count(*)', 'count(progress_text)'),
        ('filled', 'diploma column', 'count(*)', any_diploma),
        ('mapped', 'country', 'count(country_text)', 'count(country_code)'),
        (
            'mapped', 'schedule', 'count(product_schedule)',
            "count(product_schedule) filter (where schedule_code <> 'unmapped')",
        ),
        (
            'mapped', 'status', 'count(export_status)',
            "count(export_status) filter (where export_status <> 'unknown')",
        ),
    ]),
    (ref('subscriptions'), 'subscriptions', [
        (
            'figure', 'churn rate',
            "count(*) filter (where subscription_status not in ('upcoming', 'void'))",
            'count(churn_flag)',
        ),
        ('figure', 'enrolled students', 'count(*)', 'count(student_id)'),
        (
            'there', 'subscriptions', 'count(*) filter (where ' ~ not_ended ~ ')',
            'count(*) filter (where ' ~ not_ended ~ " and status_reason is distinct from 'gone')",
        ),
    ]),
    (ref('student_engagement'), 'attendance', [
        (
            'figure', 'students at risk',
            'sum(is_enrolled)', 'sum(is_enrolled) filter (where sessions_taken > 0)',
        ),
    ]),
    (ref('session_engagement'), 'attendance', [
        (
            'figure', 'attendance rate', 'sum(students_attended)',
            'sum(students_attended) filter (where session_date is not null)',
        ),
        (
            'figure', 'hours attended', 'sum(students_attended)',
            'sum(students_attended) filter (where duration is not null)',
        ),
    ]),
] -%}

with

-- Each model is read once, whatever is counted in it.
counted as (
    {%- for model, source_name, checks in models %}
        select
            '{{ source_name }}' as source_name,
            checks.*
        from (
            select
            {%- for _, _, all_rows, good_rows in checks %}
                    {{ all_rows }} as there_{{ loop.index }},
                    {{ good_rows }} as good_{{ loop.index }}{{ ',' if not loop.last }}
            {%- endfor %}
            from {{ model }}
        ) as counts
        {%- set lists = {'rule': [], 'subject': [], 'rows_there': [], 'rows_good': []} %}
        {%- for rule, subject, _, _ in checks %}
            {%- do lists.rule.append("'" ~ rule ~ "'") %}
            {%- do lists.subject.append("'" ~ subject ~ "'") %}
            {%- do lists.rows_there.append('there_' ~ loop.index) %}
            {%- do lists.rows_good.append('good_' ~ loop.index) %}
        {%- endfor %}
        cross join lateral {{ rows_of_lists('checks', lists) }}
        {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select * from counted
