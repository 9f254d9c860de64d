{{ students_by_period('week') }}
