{{ attendance_by_period('week') }}
