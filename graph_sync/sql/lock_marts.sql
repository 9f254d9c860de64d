-- Wait for a build that is putting a mart in its place, and keep others from it for as long as
-- this is read. Before the snapshot, which would see nothing of what came into its place later.
lock table marts.students, marts.sessions, marts.attendance, marts.student_churn
in access share mode
