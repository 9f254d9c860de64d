// There is one node of bookkeeping per projection.
CREATE CONSTRAINT sync_run_key IF NOT EXISTS
FOR (run:SyncRun)
REQUIRE run.name IS UNIQUE
