{%- set date_checks = [] -%}
{%- for date, rule in [
    ('start', 'start'), ('end', 'end'), ('diploma', 'diploma_date'), ('birth', 'birth_date'),
    ('cancelled', 'cancelled')
] -%}
    {%- set written, read = date ~ '_date_text', date ~ '_date_written' -%}
    {%- do date_checks.append({
        'rule': 'subscription_' ~ rule ~ '_unreadable', 'lost': read, 'written': written
    }) -%}
    {%- do date_checks.append({
        'rule': 'subscription_' ~ ('birth_date_implausible' if date == 'birth' else date ~ '_placeholder'),
        'broken_if': ('cancelled_on' if date == 'cancelled' else date ~ '_date') ~ ' is null and ' ~ read ~ ' is not null',
        'written': written,
    }) -%}
{%- endfor -%}

{%- set link_checks = [] -%}
{%- for method, written in [
    ('unmatched', 'student_name_text'),
    ('ambiguous', 'student_name_text'),
    ('id_unknown', 'student_ref'),
    ('contradictory', 'student_email_text'),
] -%}
    {%- do link_checks.append({
        'rule': 'subscription_student_' ~ method,
        'broken_if': "match_method = '" ~ method ~ "'",
        'written': written,
    }) -%}
{%- endfor -%}

{%- set checks = date_checks + link_checks + [
    {'rule': 'subscription_dates_missing', 'broken_if': 'coalesce(start_date_text, end_date_text) is null'},
    {
        'rule': 'subscription_start_missing',
        'broken_if': 'start_date_text is null and end_date_text is not null',
    },
    {
        'rule': 'subscription_end_open',
        'broken_if': 'start_date_text is not null and end_date_text is null',
    },
    {
        'rule': 'subscription_end_before_start',
        'broken_if': 'end_date < start_date',
        'written': 'end_date_text',
    },
    {
        'rule': 'subscription_progress_unreadable',
        'lost': 'progress_written',
        'written': 'progress_text',
    },
    {
        'rule': 'subscription_progress_implausible',
        'broken_if': 'progress is null and progress_written is not null',
        'written': 'progress_text',
    },
    {'rule': 'subscription_diploma_unreadable', 'lost': 'has_diploma', 'written': 'has_diploma_text'},
    {'rule': 'subscription_student_id_doubtful', 'broken_if': 'is_id_doubtful', 'written': 'student_ref'},
    {
        'rule': 'subscription_diploma_before_start',
        'broken_if': 'diploma_date < start_date',
        'written': 'diploma_date_text',
    },
    {
        'rule': 'subscription_diploma_after_load',
        'broken_if': 'diploma_date > own_day',
        'written': 'diploma_date_text',
    },
    {
        'rule': 'subscription_diploma_contradictory',
        'broken_if': 'diploma_date is not null and not has_diploma',
        'written': 'diploma_date_text',
    },
    {
        'rule': 'subscription_cancelled_contradictory',
        'broken_if': "cancelled_on is not null and export_status in ('runs', 'paused', 'completed')",
        'written': 'cancelled_date_text',
    },
    {
        'rule': 'subscription_status_unknown',
        'broken_if': "export_status = 'unknown'",
        'written': 'status_text',
    },
    {'rule': 'subscription_email_invalid', 'lost': 'student_email', 'written': 'student_email_text'},
    {
        'rule': 'subscription_instructor_email_invalid',
        'lost': 'instructor_email',
        'written': 'instructor_email_text',
    },
    {'rule': 'country_unmapped', 'lost': 'country_code', 'written': 'country_text'},
    {
        'rule': 'schedule_unmapped',
        'broken_if': "schedule_code = 'unmapped'",
        'written': 'product_schedule',
    },
] -%}

{{ broken_rules('int_subscriptions', dropped_value=as_text('null'), checks=checks) }}
