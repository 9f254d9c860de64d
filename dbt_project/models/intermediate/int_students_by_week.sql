{{ students_by_period('week', 'int_attended_sessions', 'is_taken', 'session_date') }}
