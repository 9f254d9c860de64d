"""Writes a plan to the graph in batches, each of them whole or not at all."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from common.commands.progress import Progress, Stage
from graph_sync.graph import Statement
from graph_sync.mart import batches
from graph_sync.model import Node
from graph_sync.plan import LinkChange, NodeChanges, Plan
from graph_sync.runs import Run

# Nodes written, attendances written, and nodes or attendances deleted per transaction.
NODES_PER_BATCH = 10_000
LINKS_PER_BATCH = 20_000
DELETES_PER_BATCH = 5_000


def apply(plan: Plan, run: Run, progress: Progress) -> None:
    """Make the graph equal to the mart: nodes first, then attendances, then deletes."""
    for changes in (plan.students, plan.sessions):
        _remove_strays(changes, run)
    for changes in (plan.students, plan.sessions):
        word = changes.node.plural
        with progress.stage(f"write {word}", len(changes.changes)) as advance:
            _write_nodes(changes, run, advance)
    with progress.stage("write attendance", plan.links_added) as advance:
        for batch in grouped(split(plan.links)):
            run.write(*_link_statements(batch))
            advance(sum(len(change.added) for change in batch))
    for changes in (plan.sessions, plan.students):
        _remove_nodes(changes, run)


def split(changes: Iterable[LinkChange]) -> Iterator[LinkChange]:
    """Cut a session with very many changes into parts of one transaction each."""
    for change in changes:
        added, removed = change.added, change.removed
        while len(added) + len(removed) > LINKS_PER_BATCH:
            gone, removed = removed[:LINKS_PER_BATCH], removed[LINKS_PER_BATCH:]
            room = LINKS_PER_BATCH - len(gone)
            yield replace(change, added=added[:room], removed=gone)
            added = added[room:]
        yield replace(change, added=added, removed=removed)


def grouped(changes: Iterable[LinkChange]) -> Iterator[list[LinkChange]]:
    """Consecutive sessions whose changes together fit into one transaction."""
    group: list[LinkChange] = []
    size = 0
    for change in changes:
        cost = len(change.added) + len(change.removed)
        if group and size + cost > LINKS_PER_BATCH:
            yield group
            group, size = [], 0
        group.append(change)
        size += cost
    if group:
        yield group


def _write_nodes(changes: NodeChanges, run: Run, advance: Stage) -> None:
    for batch in batches(iter(changes.changes), NODES_PER_BATCH):
        rows = [[change.key, *change.values] for change in batch]
        name = f"upsert_{changes.node.plural}"
        run.write(Statement(name, {"rows": rows}, expected=len(rows)))
        advance(len(rows))


def _link_statements(changes: Sequence[LinkChange]) -> list[Statement]:
    """Unlink, then link; a statement without rows is left out."""
    unlinked = [change for change in changes if change.removed]
    linked = [change for change in changes if change.added]
    doubled = any(change.doubled for change in unlinked)
    gone = None if doubled else sum(len(change.removed) for change in unlinked)
    statements = (
        Statement("remove_attendance", _rows(unlinked, "removed"), expected=gone),
        Statement(
            "add_attendance",
            _rows(linked, "added"),
            expected=sum(len(change.added) for change in linked),
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
    for batch in batches(iter(changes.strays), DELETES_PER_BATCH):
        _delete(run, ("delete_strays", f"release_stray_{plural}"), changes.node, batch)


def _remove_nodes(changes: NodeChanges, run: Run) -> None:
    plural = changes.node.plural
    for batch in batches(iter(changes.removals), DELETES_PER_BATCH):
        _delete(run, (f"delete_{plural}", f"release_{plural}"), changes.node, batch)


def _repeat(run: Run, statement: str, parameters: dict[str, object]) -> None:
    """Run a bounded delete until it finds nothing more."""
    limit = {"limit": DELETES_PER_BATCH}
    while run.write(Statement(statement, parameters | limit)) == [DELETES_PER_BATCH]:
        pass


def _delete(run: Run, statements: tuple[str, str], node: Node, keys: Sequence[str]) -> None:
    """Delete nodes by the first statement; those that others use only lose what is ours."""
    delete, release = statements
    parameters: dict[str, object] = {"keys": list(keys)}
    [deleted] = run.write(Statement(delete, parameters))
    if deleted < len(keys):
        parameters["nothing"] = node.nothing
        run.write(Statement(release, parameters, expected=len(keys) - deleted))
