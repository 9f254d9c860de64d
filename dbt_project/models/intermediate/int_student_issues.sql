{{ broken_rules('int_students', dropped_value='student_id', checks=[
    {'rule': 'student_name_missing', 'broken_if': 'name is null'},
    {'rule': 'student_email_invalid', 'lost': 'email', 'written': 'email_text'},
    {'rule': 'student_phone_invalid', 'lost': 'phone', 'written': 'phone_text'},
    {'rule': 'student_twin', 'broken_if': 'has_twin', 'written': 'name'},
]) }}
