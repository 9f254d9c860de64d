// Say what the graph now holds, and by which transaction it came to hold it.
MATCH (run:SyncRun {name: 'attendance'})
WHERE run.holder = $holder
SET
  run.finished = true,
  run.finished_at = datetime(),
  run.transaction = $transaction,
  run.mart_digest = $mart_digest,
  run.summary = $summary
RETURN count(run) AS done
