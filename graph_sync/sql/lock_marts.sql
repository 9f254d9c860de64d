-- Let no build be published while this is read, and no `dbt build` put a mart in its place. Before
-- the snapshot, which would see nothing of what came into its place later.
lock table history.publishing, marts.students, marts.sessions, marts.attendance, marts.student_churn
in access share mode
