{{ broken_rules('int_calls', dropped_value='student_id', checks=[
    {
        'rule': 'call_outcome_unknown',
        'broken_if': "call_outcome = 'unknown'",
        'written': 'outcome_text',
    },
]) }}
