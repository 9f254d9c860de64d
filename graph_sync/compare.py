"""Compares mart and graph, by content or, where the graph is known to be untouched, by digest."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from graph_sync.errors import MartError
from graph_sync.graph import Graph
from graph_sync.mart import Mart, Row, batches
from graph_sync.model import SESSION, STUDENT, SUBSCRIBED
from graph_sync.pairing import paired
from graph_sync.plan import LinkChange, NodeChanges, NodeRemoval, Plan
from graph_sync.progress import Progress

# Place of the value in a student's row that only those with a subscription have.
SUBSCRIPTION = (STUDENT.key, *STUDENT.values).index(SUBSCRIBED)

# Sessions whose attendees are read from the graph at a time.
SESSIONS_AT_A_TIME = 200


@dataclass(frozen=True)
class Scope:
    """How much of the content is read; a session's digest is compared in any case."""

    students: bool
    reads: Callable[[str], bool]


EVERYTHING = Scope(students=True, reads=lambda session_id: True)


@dataclass(frozen=True)
class _Attended:
    """One session whose attendees have to be compared."""

    digest: int | None
    stored: int | None
    in_graph: bool


def compare(mart: Mart, graph: Graph, scope: Scope, progress: Progress) -> Plan:
    """Every difference within the scope; what is outside of it is taken as equal."""
    plan = Plan()
    if scope.students:
        _compare_students(mart, graph, plan, progress)
    to_read = _compare_sessions(mart, graph, plan, scope, progress)
    with progress.stage("compare attendance", len(to_read)) as advance:
        wanted = None if scope is EVERYTHING else list(to_read)
        for batch in batches(_with_empty(mart.attendees(wanted), to_read), SESSIONS_AT_A_TIME):
            _compare_links(batch, graph, to_read, plan)
            advance(len(batch))
    return plan


def _compare_students(mart: Mart, graph: Graph, plan: Plan, progress: Progress) -> None:
    with progress.stage("compare students", None) as advance:
        for left, right in paired(mart.students(), graph.rows("read_students")):
            _compare_node(left, right, plan.students)
            _count_subscription(left, right, plan.students)
            advance(1)
        plan.students.strays.extend(graph.strays(STUDENT))


def _compare_sessions(
    mart: Mart, graph: Graph, plan: Plan, scope: Scope, progress: Progress
) -> dict[str, _Attended]:
    """Compare the sessions' own values; which need their attendees read."""
    to_read: dict[str, _Attended] = {}
    width = len(SESSION.properties)
    with progress.stage("compare sessions", None) as advance:
        for left, right in paired(mart.sessions(), graph.rows("read_sessions")):
            advance(1)
            _compare_node(left and left[:width], right and right[:width], plan.sessions)
            if left is None:
                if right is not None:
                    plan.sessions.removals.append(NodeRemoval(right[0], right[-1]))
                    plan.links_removed += right[-1]
                continue
            digest = left[width]
            stored, degree = right[width:] if right else (None, 0)
            if stored != digest or (scope.reads(left[0]) and (digest is not None or degree)):
                to_read[left[0]] = _Attended(digest, stored, right is not None)
        plan.sessions.strays.extend(graph.strays(SESSION))
    return to_read


def _compare_node(left: Row | None, right: Row | None, changes: NodeChanges) -> None:
    if left is not None:
        have = None if right is None else tuple(map(_plain, right[1:]))
        if have is None or not _same(left[1:], have):
            values = dict(zip(changes.node.values, left[1:], strict=True))
            changes.change(left[0], values, new=right is None)
    elif right is not None and changes.node is STUDENT:
        # A student's attendances are counted with their sessions.
        changes.removals.append(NodeRemoval(right[0]))


def _count_subscription(left: Row | None, right: Row | None, changes: NodeChanges) -> None:
    if left is not None and right is not None and right[SUBSCRIPTION] is not None:
        changes.subscribed += 1
        changes.unsubscribed += left[SUBSCRIPTION] is None


def _with_empty(
    attendees: Iterator[tuple[str, list[str]]], to_read: dict[str, _Attended]
) -> Iterator[tuple[str, list[str]]]:
    """The mart's attendees, then the sessions that nobody attended any more."""
    yield from attendees
    yield from ((key, []) for key, session in to_read.items() if session.digest is None)


def _compare_links(
    batch: Sequence[tuple[str, list[str]]],
    graph: Graph,
    to_read: dict[str, _Attended],
    plan: Plan,
) -> None:
    unknown = [key for key, _ in batch if key not in to_read]
    if unknown:
        raise MartError(
            f"marts.attendance names {len(unknown)} sessions that marts.sessions does not hold: "
            "run `dbt build`, whose tests say which"
        )
    in_graph = [key for key, _ in batch if to_read[key].in_graph]
    have = graph.attendees(in_graph) if in_graph else {}
    for session_id, student_ids in batch:
        session = to_read[session_id]
        linked = have.get(session_id, [])
        added, removed = difference(student_ids, linked)
        if added or removed or session.digest != session.stored:
            gone = set(removed)
            count = sum(key in gone for key in linked)
            doubled = count > len(removed)
            plan.link(LinkChange(session_id, session.digest, added, removed, doubled), count)


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


def _plain(value: Any) -> Any:
    """A value of Neo4j as Python's own type."""
    return value.to_native() if hasattr(value, "to_native") else value


def _same(left: Sequence[Any], right: Sequence[Any]) -> bool:
    # Types too: Python holds 90 and 90.0, or 1 and true, for equal; the graph does not.
    return all(type(a) is type(b) and a == b for a, b in zip(left, right, strict=True))
