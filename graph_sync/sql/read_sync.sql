-- What is remembered of the sync with this token?
select
    token,
    state,
    mart_digest,
    started_at,
    finished_at,
    summary
from history.graph_syncs
where token = $1
