// Make the node of bookkeeping, with every property it will ever have, or mend it.
MERGE (run:SyncRun {name: 'attendance'})
SET
  run.holder = coalesce(run.holder, 'nobody'),
  run.batch = coalesce(run.batch, 0),
  run.finished = coalesce(run.finished, false),
  run.started_at = coalesce(run.started_at, datetime()),
  run.finished_at = coalesce(run.finished_at, datetime()),
  run.transaction = coalesce(run.transaction, -1),
  run.mart_digest = coalesce(run.mart_digest, []),
  run.summary = coalesce(run.summary, []),
  run.lock = true
REMOVE run.lock
RETURN count(run) AS done
