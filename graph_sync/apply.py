"""Writes a plan to the graph in batches, each of them whole or not at all."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from graph_sync.graph import Statement
from graph_sync.mart import batches
from graph_sync.model import Node
from graph_sync.plan import LinkChange, NodeChanges, Plan
from graph_sync.progress import Advance, Progress
from graph_sync.runs import Run

# Nodes written, attendances written, and nodes or attendances deleted per transaction.
NODES_AT_A_TIME = 10_000
LINKS_AT_A_TIME = 20_000
DELETES_AT_A_TIME = 5_000


def apply(plan: Plan, run: Run, progress: Progress) -> None:
    """Bring the graph to the mart: nodes, then attendances, then what has to go."""
    for changes in (plan.students, plan.sessions):
        _remove_strays(changes, run)
    for changes in (plan.students, plan.sessions):
        word = changes.node.plural
        with progress.stage(f"write {word}", len(changes.changes)) as advance:
            _write_nodes(changes, run, advance)
    with progress.stage("write attendance", plan.links_added) as advance:
        for pieces in grouped(split(plan.links)):
            run.write(*_link_statements(pieces))
            advance(sum(len(piece.added) for piece in pieces))
    for changes in (plan.sessions, plan.students):
        _remove_nodes(changes, run)


def split(changes: Iterable[LinkChange]) -> Iterator[LinkChange]:
    """Cut a session with very many changes into pieces of one transaction each.

    Only the last piece carries the digest, so that a session half written is seen to be so.
    """
    for change in changes:
        added, removed = change.added, change.removed
        while len(added) + len(removed) > LINKS_AT_A_TIME:
            gone, removed = removed[:LINKS_AT_A_TIME], removed[LINKS_AT_A_TIME:]
            room = LINKS_AT_A_TIME - len(gone)
            yield replace(change, added=added[:room], removed=gone, complete=False)
            added = added[room:]
        yield replace(change, added=added, removed=removed)


def grouped(changes: Iterable[LinkChange]) -> Iterator[list[LinkChange]]:
    """Consecutive sessions whose changes together fit into one transaction."""
    group: list[LinkChange] = []
    size = 0
    for change in changes:
        # A session costs something even when nothing but its digest changes.
        cost = len(change.added) + len(change.removed) + 1
        if group and size + cost > LINKS_AT_A_TIME:
            yield group
            group, size = [], 0
        group.append(change)
        size += cost
    if group:
        yield group


def _write_nodes(changes: NodeChanges, run: Run, advance: Advance) -> None:
    for batch in batches(iter(changes.changes), NODES_AT_A_TIME):
        rows = [[change.key, *change.values] for change in batch]
        name = f"upsert_{changes.node.plural}"
        run.write(Statement(name, {"rows": rows}, expected=len(rows)))
        advance(len(rows))


def _link_statements(changes: Sequence[LinkChange]) -> list[Statement]:
    """Unlink, link, stamp; what has no rows is left out."""
    unlinked = [change for change in changes if change.removed]
    linked = [change for change in changes if change.added]
    stamped = [change for change in changes if change.complete]
    doubled = any(change.doubled for change in unlinked)
    gone = None if doubled else sum(len(change.removed) for change in unlinked)
    statements = (
        Statement("remove_attendance", _rows(unlinked, "removed"), expected=gone),
        Statement(
            "add_attendance",
            _rows(linked, "added"),
            expected=sum(len(change.added) for change in linked),
        ),
        Statement(
            "stamp_sessions",
            {"rows": [{"session_id": each.session_id, "digest": each.digest} for each in stamped]},
            expected=len(stamped),
        ),
    )
    return [statement for statement in statements if statement.parameters["rows"]]


def _rows(changes: Sequence[LinkChange], side: str) -> dict[str, object]:
    return {
        "rows": [
            {"session_id": change.session_id, "student_ids": getattr(change, side)}
            for change in changes
        ]
    }


def _remove_strays(changes: NodeChanges, run: Run) -> None:
    plural = changes.node.plural
    for stray in changes.strays:
        _repeat(run, f"unlink_stray_{plural}", {"id": stray})
    for batch in batches(iter(changes.strays), DELETES_AT_A_TIME):
        _delete(run, ("delete_strays", f"release_stray_{plural}"), changes.node, batch)


def _remove_nodes(changes: NodeChanges, run: Run) -> None:
    for removal in changes.removals:
        if removal.links:
            _repeat(run, "unlink_session", {"key": removal.key})
    plural = changes.node.plural
    keys = (removal.key for removal in changes.removals)
    for batch in batches(keys, DELETES_AT_A_TIME):
        _delete(run, (f"delete_{plural}", f"release_{plural}"), changes.node, batch)


def _repeat(run: Run, statement: str, parameters: dict[str, object]) -> None:
    """Run a bounded delete until it finds nothing more."""
    limit = {"limit": DELETES_AT_A_TIME}
    while run.write(Statement(statement, parameters | limit)) == [DELETES_AT_A_TIME]:
        pass


def _delete(run: Run, statements: tuple[str, str], node: Node, keys: Sequence[str]) -> None:
    """Delete nodes by the first statement; those that others use only lose what is ours."""
    delete, release = statements
    parameters: dict[str, object] = {"keys": list(keys)}
    [deleted] = run.write(Statement(delete, parameters))
    if deleted < len(keys):
        names = (*(each.name for each in node.properties), *node.bookkeeping)
        parameters["nothing"] = dict.fromkeys(names)
        run.write(Statement(release, parameters, expected=len(keys) - deleted))
