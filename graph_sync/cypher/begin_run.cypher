// Take over the graph, unless another run has done so since this one looked (null: in any case).
MATCH (run:SyncRun {name: 'attendance'})
// Writing locks the node before it is read, so that two runs cannot both find it free.
SET run.lock = true
REMOVE run.lock
WITH run
WHERE $seen_holder IS NULL
  OR (run.holder = $seen_holder AND run.batch = $seen_batch)
SET
  run.holder = $holder,
  run.batch = 0,
  run.finished = false,
  run.started_at = datetime(),
  run.transaction = -1
RETURN count(run) AS done
