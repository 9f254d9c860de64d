// Count this batch, only if the token still holds and the batch was not applied before.
MATCH (run:SyncRun {name: 'attendance'})
// Writing locks the node before it is read, so that two runs cannot both find it free.
SET run.lock = true
REMOVE run.lock
WITH run
WHERE run.token = $token
  AND run.batch = $batch - 1
SET run.batch = $batch
RETURN count(run) AS done
