// Make the node of bookkeeping, with every property it will ever have.
MERGE (run:SyncRun {name: 'attendance'})
ON CREATE SET
  run.holder = 'nobody',
  run.batch = 0,
  run.finished = false,
  run.started_at = datetime(),
  run.finished_at = datetime(),
  run.transaction = -1,
  run.mart_digest = [],
  run.summary = [],
  run.lock = true
REMOVE run.lock
RETURN count(run) AS done
