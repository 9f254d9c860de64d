-- Let no build be published while this is read, and no `dbt build` put a mart in its place. Before
-- the snapshot, which would see nothing of what came into its place later. (Who may not read every
-- column of a table cannot lock it: see hold_students.)
lock table history.publishing, marts.sessions, marts.attendance, marts.student_churn
in access share mode
