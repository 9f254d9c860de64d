{{ students_by_period(
    'month', 'int_student_course_months', 'sessions_attended > 0', 'last_attended_on'
) }}
