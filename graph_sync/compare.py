"""Compares the graph with the mart, value by value."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from common.commands.progress import Progress
from common.errors import UserError
from graph_sync.errors import GraphError, MartError
from graph_sync.graph import Graph
from graph_sync.guard import require_indexable
from graph_sync.mart import Mart, Row
from graph_sync.model import SESSION, STUDENT, SUBSCRIBED
from graph_sync.plan import LinkChange, NodeChanges, Plan

# Position, in a student's row, of the value that only students with a subscription have.
SUBSCRIPTION = (STUDENT.key, *STUDENT.values).index(SUBSCRIBED)

# Sessions read from the graph at a time, each with everybody who attended it.
SESSIONS_PER_PAGE = 200
TWICE = (
    "several nodes of the graph share a key, or Neo4j gave its keys in an unknown order: "
    "`make graph` says which"
)


def compare(mart: Mart, graph: Graph, progress: Progress) -> Plan:
    """Every difference between mart and graph."""
    plan = Plan()
    with progress.stage("compare students", None) as advance:
        for left, right in merge_join(mart.students(), graph.rows("read_students")):
            _compare_node(left, right, plan.students)
            _count_subscription(left, right, plan.students)
            advance(1)
        plan.students.note_strays(graph.strays(STUDENT))
    with progress.stage("compare sessions", None) as advance:
        in_graph = graph.rows("read_sessions", SESSIONS_PER_PAGE)
        for left, right in merge_join(mart.sessions(), in_graph):
            _compare_node(left and left[:-1], right and right[:-1], plan.sessions)
            _compare_attendance(left, right, plan)
            advance(1)
        plan.sessions.note_strays(graph.strays(SESSION))
    return plan


def merge_join(
    mart: Iterable[Row], graph: Iterable[Row]
) -> Iterator[tuple[Row, None] | tuple[None, Row] | tuple[Row, Row]]:
    """Pairs of rows with the same first value; None where one side has no such row.

    Both sides ascend by code point, as `collate "C"` in PostgreSQL and an index in Neo4j do.
    """
    left_rows = _ascending(mart, MartError("the marts hold a key twice, or none: run `dbt build`"))
    right_rows = _ascending(graph, GraphError(TWICE))
    left, right = next(left_rows, None), next(right_rows, None)
    while left is not None or right is not None:
        if right is None or (left is not None and left[0] < right[0]):
            assert left is not None
            yield left, None
            left = next(left_rows, None)
        elif left is None or right[0] < left[0]:
            yield None, right
            right = next(right_rows, None)
        else:
            yield left, right
            left, right = next(left_rows, None), next(right_rows, None)


def _ascending(rows: Iterable[Row], error: UserError) -> Iterator[Row]:
    last: str | None = None
    for row in rows:
        if row[0] is None or (last is not None and row[0] <= last):
            raise error
        last = row[0]
        yield row


def _compare_node(left: Row | None, right: Row | None, changes: NodeChanges) -> None:
    changes.held += right is not None
    if left is None:
        assert right is not None
        changes.removals.append(right[0])
        return
    have = None if right is None else tuple(map(_plain, right[1:]))
    if have is None or not _same(left[1:], have):
        require_indexable(left[0], changes.node)
        changes.change(left[0], left[1:], new=right is None)


def _count_subscription(left: Row | None, right: Row | None, changes: NodeChanges) -> None:
    if left is not None and right is not None and right[SUBSCRIPTION] is not None:
        changes.subscribed += 1
        changes.unsubscribed += left[SUBSCRIPTION] is None


def _compare_attendance(left: Row | None, right: Row | None, plan: Plan) -> None:
    wanted, linked = left[-1] if left else [], right[-1] if right else []
    plan.links_held += len(linked)
    added, removed = difference(wanted, linked)
    if added or removed:
        gone = set(removed)
        count = sum(key in gone for key in linked)
        [key, *_] = left or right or ()
        plan.link(LinkChange(key, added, removed, doubled=count > len(removed)), count)


def difference(mart: Sequence[str], graph: Sequence[Any]) -> tuple[list[str], list[str]]:
    """Keys to link and keys to unlink; one that is linked more than once is in both."""
    want, have = set(mart), set(graph)
    if want == have and len(graph) == len(have):
        return [], []
    twice = {key for key in have if graph.count(key) > 1} if len(graph) > len(have) else set()
    added = sorted((want - have) | (want & twice))
    # A student without a text as key is removed as a node, with all its relationships.
    removed = sorted(key for key in (have - want) | twice if isinstance(key, str))
    return added, removed


def _plain(value: Any) -> Any:
    """A value of Neo4j as Python's own type."""
    return value.to_native() if hasattr(value, "to_native") else value


def _same(left: Sequence[Any], right: Sequence[Any]) -> bool:
    # Types too: in Python 90 equals 90.0, and 1 equals true; in the graph they differ.
    return all(type(a) is type(b) and a == b for a, b in zip(left, right, strict=True))
