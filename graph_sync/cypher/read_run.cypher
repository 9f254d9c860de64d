// Which token did the last run take?
MATCH (run:SyncRun {name: 'attendance'})
RETURN run.token AS token
