-- What is this?        The warehouse enforces every key, check and "never empty" the marts promise.
-- When does it fail?   A mart was built alone: tables that pointed to it lost their foreign key.
-- What to do?          Run `dbt build`, without `--select`.

{{ keys_not_held([
    'attendance', 'attendance_by_month', 'attendance_by_week', 'attendance_cohorts',
    'attendance_details', 'attendance_marks', 'call_list', 'calls', 'churn_by_cohort', 'churn_by_month',
    'churn_sensitivity', 'data_quality_issues', 'data_status', 'graph_insights', 'headline_figures',
    'load_history', 'looker_overview',
    'module_engagement', 'month_engagement', 'rejected_records', 'session_attendance',
    'session_engagement', 'sessions', 'silent_groups', 'student_changes', 'student_churn',
    'student_engagement', 'student_months', 'students', 'subscriptions', 'verdict_rules',
]) }}
