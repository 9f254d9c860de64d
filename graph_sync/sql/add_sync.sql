-- Remember a sync that ended well.
insert into history.graph_syncs (token, state, mart_digest, started_at, finished_at, summary)
values ($1, $2, $3, $4, current_timestamp at time zone 'UTC', $5)
