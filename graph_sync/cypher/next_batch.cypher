// Count this batch, only if the run still holds the graph and the batch was not applied before.
MATCH (run:SyncRun {name: 'attendance'})
// Writing locks the node before it is read, so that two runs cannot both find it free.
SET run.lock = true
REMOVE run.lock
WITH run
WHERE run.holder = $holder
  AND run.batch = $batch - 1
SET run.batch = $batch
RETURN count(run) AS done
