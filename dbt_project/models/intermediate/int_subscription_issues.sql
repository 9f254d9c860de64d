{{ broken_rules('int_subscriptions', dropped_value='cast(null as text)', checks=[
    {
        'rule': 'subscription_start_unreadable',
        'broken_if': 'start_date is null and start_date_text is not null',
        'value': 'start_date_text',
    },
    {
        'rule': 'subscription_end_unreadable',
        'broken_if': 'end_date is null and end_date_text is not null',
        'value': 'end_date_text',
    },
    {
        'rule': 'subscription_end_before_start',
        'broken_if': 'end_date < start_date',
        'value': 'end_date_text',
    },
    {
        'rule': 'subscription_progress_unreadable',
        'broken_if': 'progress_written is null and progress_text is not null',
        'value': 'progress_text',
    },
    {
        'rule': 'subscription_progress_implausible',
        'broken_if': 'progress is null and progress_written is not null',
        'value': 'progress_text',
    },
    {
        'rule': 'subscription_diploma_unreadable',
        'broken_if': 'has_diploma is null and has_diploma_text is not null',
        'value': 'has_diploma_text',
    },
    {
        'rule': 'subscription_diploma_date_unreadable',
        'broken_if': 'diploma_date is null and diploma_date_text is not null',
        'value': 'diploma_date_text',
    },
    {
        'rule': 'subscription_diploma_before_start',
        'broken_if': 'diploma_date < start_date',
        'value': 'diploma_date_text',
    },
    {
        'rule': 'subscription_diploma_after_load',
        'broken_if': 'diploma_date > landed_on',
        'value': 'diploma_date_text',
    },
    {
        'rule': 'subscription_diploma_contradictory',
        'broken_if': 'diploma_date is not null and not has_diploma',
        'value': 'diploma_date_text',
    },
    {
        'rule': 'subscription_birth_date_unreadable',
        'broken_if': 'birth_date_written is null and birth_date_text is not null',
        'value': 'birth_date_text',
    },
    {
        'rule': 'subscription_birth_date_implausible',
        'broken_if': 'birth_date is null and birth_date_written is not null',
        'value': 'birth_date_text',
    },
    {
        'rule': 'subscription_email_invalid',
        'broken_if': 'student_email is null and student_email_text is not null',
        'value': 'student_email_text',
    },
    {
        'rule': 'subscription_instructor_email_invalid',
        'broken_if': 'instructor_email is null and instructor_email_text is not null',
        'value': 'instructor_email_text',
    },
    {
        'rule': 'subscription_student_unmatched',
        'broken_if': "match_method = 'unmatched'",
        'value': 'student_name_text',
    },
    {
        'rule': 'subscription_student_ambiguous',
        'broken_if': "match_method = 'ambiguous'",
        'value': 'student_name_text',
    },
    {
        'rule': 'subscription_student_id_unknown',
        'broken_if': "match_method = 'id_unknown'",
        'value': 'student_ref',
    },
    {
        'rule': 'subscription_student_contradictory',
        'broken_if': "match_method = 'contradictory'",
        'value': 'student_email_text',
    },
    {
        'rule': 'country_unmapped',
        'broken_if': 'country_code is null and country_text is not null',
        'value': 'country_text',
    },
    {
        'rule': 'schedule_unmapped',
        'broken_if': "schedule_code = 'unmapped'",
        'value': 'product_schedule',
    },
]) }}
