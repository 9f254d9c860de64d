"""Compares mart and graph, by content or, where the graph is known to be untouched, by digest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph_sync.graph import Graph
from graph_sync.guard import require_indexable
from graph_sync.links import Attended, compare_links
from graph_sync.mart import Mart, Row
from graph_sync.merge_join import merge_join
from graph_sync.model import SESSION, STUDENT, SUBSCRIBED
from graph_sync.plan import NodeChanges, NodeRemoval, Plan
from graph_sync.progress import Progress

# Place of the value in a student's row that only those with a subscription have.
SUBSCRIPTION = (STUDENT.key, *STUDENT.values).index(SUBSCRIBED)


@dataclass(frozen=True)
class Scope:
    """How much is read; sessions are in any case, and attendees where the digests differ."""

    students: bool
    all_attendees: bool


EVERYTHING = Scope(students=True, all_attendees=True)


def compare(mart: Mart, graph: Graph, scope: Scope, progress: Progress) -> Plan:
    """Every difference within the scope; what is outside of it is taken as equal."""
    plan = Plan()
    if scope.students:
        compare_students(mart, graph, plan, progress)
    to_read = compare_sessions(mart, graph, plan, progress, all_attendees=scope.all_attendees)
    compare_links(mart, graph, to_read, plan, progress, whole=scope.all_attendees)
    return plan


def compare_students(mart: Mart, graph: Graph, plan: Plan, progress: Progress) -> None:
    """Note the students that differ."""
    with progress.stage("compare students", None) as advance:
        for left, right in merge_join(mart.students(), graph.rows("read_students")):
            _compare_node(left, right, plan.students)
            _count_subscription(left, right, plan.students)
            advance(1)
        plan.students.strays.extend(graph.strays(STUDENT))


def compare_sessions(
    mart: Mart, graph: Graph, plan: Plan, progress: Progress, *, all_attendees: bool
) -> dict[str, Attended]:
    """Note the sessions that differ by themselves; return those whose attendees may differ."""
    to_read: dict[str, Attended] = {}
    width = len(SESSION.properties)
    with progress.stage("compare sessions", None) as advance:
        for left, right in merge_join(mart.sessions(), graph.rows("read_sessions")):
            advance(1)
            _compare_node(left and left[:width], right and right[:width], plan.sessions)
            if left is None:
                if right is not None:
                    plan.sessions.removals.append(NodeRemoval(right[0], right[-1]))
                    plan.links_removed += right[-1]
                continue
            digest = left[width]
            stored, degree = right[width:] if right else (None, 0)
            if stored != digest or (all_attendees and (digest is not None or degree)):
                to_read[left[0]] = Attended(digest, in_graph=right is not None)
        plan.sessions.strays.extend(graph.strays(SESSION))
    return to_read


def _compare_node(left: Row | None, right: Row | None, changes: NodeChanges) -> None:
    if left is not None:
        have = None if right is None else tuple(map(_plain, right[1:]))
        if have is None or not _same(left[1:], have):
            require_indexable(left[0], changes.node)
            changes.change(left[0], left[1:], new=right is None)
    elif right is not None and changes.node is STUDENT:
        # A student's attendances are counted with their sessions.
        changes.removals.append(NodeRemoval(right[0]))


def _count_subscription(left: Row | None, right: Row | None, changes: NodeChanges) -> None:
    if left is not None and right is not None and right[SUBSCRIPTION] is not None:
        changes.subscribed += 1
        changes.unsubscribed += left[SUBSCRIPTION] is None


def _plain(value: Any) -> Any:
    """A value of Neo4j as Python's own type."""
    return value.to_native() if hasattr(value, "to_native") else value


def _same(left: Sequence[Any], right: Sequence[Any]) -> bool:
    # Types too: Python holds 90 and 90.0, or 1 and true, for equal; the graph does not.
    return all(type(a) is type(b) and a == b for a, b in zip(left, right, strict=True))
