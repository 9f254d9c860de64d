{{ attendance_by_period('month') }}
