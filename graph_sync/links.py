"""Compares who attended which session."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph_sync.errors import MartError
from graph_sync.graph import Graph
from graph_sync.mart import Mart, batches
from graph_sync.plan import LinkChange, Plan
from graph_sync.progress import Progress

# Sessions whose attendees are read from the graph at a time.
SESSIONS_AT_A_TIME = 200


@dataclass(frozen=True)
class Attended:
    """A session whose attendees have to be compared; its digest in the mart, None for nobody."""

    digest: int | None
    in_graph: bool


def compare_links(
    mart: Mart,
    graph: Graph,
    sessions: Mapping[str, Attended],
    plan: Plan,
    progress: Progress,
    *,
    whole: bool = False,
) -> None:
    """Note what differs in these sessions, of which `whole` says that the mart has no others."""
    with progress.stage("compare attendance", len(sessions)) as advance:
        attendees = mart.attendees(None if whole else list(sessions))
        for batch in batches(_with_empty(attendees, sessions), SESSIONS_AT_A_TIME):
            _compare_batch(batch, graph, sessions, plan)
            advance(len(batch))


def _with_empty(
    attendees: Iterator[tuple[str, list[str]]], sessions: Mapping[str, Attended]
) -> Iterator[tuple[str, list[str]]]:
    """The mart's attendees, then the sessions that nobody attended any more."""
    yield from attendees
    yield from ((key, []) for key, session in sessions.items() if session.digest is None)


def _compare_batch(
    batch: Sequence[tuple[str, list[str]]],
    graph: Graph,
    sessions: Mapping[str, Attended],
    plan: Plan,
) -> None:
    unknown = [key for key, _ in batch if key not in sessions]
    if unknown:
        raise MartError(
            f"marts.attendance names {len(unknown)} sessions that marts.sessions does not hold: "
            "run `dbt build`, whose tests say which"
        )
    in_graph = [key for key, _ in batch if sessions[key].in_graph]
    have = graph.attendees(in_graph) if in_graph else {}
    for session_id, student_ids in batch:
        digest = sessions[session_id].digest
        stored, linked = have.get(session_id, (None, []))
        added, removed = difference(student_ids, linked)
        if added or removed or digest != stored:
            gone = set(removed)
            count = sum(key in gone for key in linked)
            doubled = count > len(removed)
            plan.link(LinkChange(session_id, digest, added, removed, doubled), count)


def difference(mart: Sequence[str], graph: Sequence[Any]) -> tuple[list[str], list[str]]:
    """Keys to link and keys to unlink; one that is linked more than once is in both."""
    want, have = set(mart), set(graph)
    if want == have and len(graph) == len(have):
        return [], []
    twice = {key for key in have if graph.count(key) > 1} if len(graph) > len(have) else set()
    added = sorted((want - have) | (want & twice))
    # A student without a text as key is removed as a node, with all that hangs on it.
    removed = sorted(key for key in (have - want) | twice if isinstance(key, str))
    return added, removed
