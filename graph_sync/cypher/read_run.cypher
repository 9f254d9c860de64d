// Which run wrote the graph last?
MATCH (run:SyncRun {name: 'attendance'})
RETURN properties(run) AS run
