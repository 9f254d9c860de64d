{{ students_by_period('month') }}
