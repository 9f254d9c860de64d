// Take over the graph: from now on only batches that carry this token are written.
MERGE (run:SyncRun {name: 'attendance'})
SET run = {name: 'attendance', token: $token, batch: 0}
RETURN count(run) AS done
