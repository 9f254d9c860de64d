{%- set beside -%}
    left join (select session_id as marked_id, session_state from {{ ref('int_session_groups') }}) as marked
        on session_id = marked_id
{%- endset -%}
{{ broken_rules('int_sessions', beside=beside, dropped_value='session_id', checks=[
    {'rule': 'session_date_missing', 'broken_if': 'date_text is null'},
    {'rule': 'session_date_unreadable', 'lost': 'date_written', 'written': 'date_text'},
    {
        'rule': 'session_date_placeholder',
        'broken_if': 'date is null and date_written is not null',
        'written': 'date_text',
    },
    {'rule': 'session_date_after_load', 'broken_if': 'date > own_day', 'written': 'date_text'},
    {'rule': 'session_module_missing', 'broken_if': 'module is null'},
    {
        'rule': 'session_status_unknown',
        'broken_if': "status_meaning = 'unknown'",
        'written': 'status_text',
    },
    {
        'rule': 'session_cancelled_attended',
        'broken_if': "is_cancelled and session_state = 'taken'",
        'written': 'status_text',
    },
    {'rule': 'session_duration_missing', 'broken_if': 'duration_text is null'},
    {'rule': 'session_duration_unreadable', 'lost': 'duration_written', 'written': 'duration_text'},
    {
        'rule': 'session_duration_implausible',
        'broken_if': 'duration is null and duration_written is not null',
        'written': 'duration_text',
    },
]) }}
