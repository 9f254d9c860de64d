"""Makes the graph equal to the mart: read, compare, apply, verify."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from common.commands.progress import Progress
from common.servers.settings import graph_holds_email
from graph_sync import record
from graph_sync.apply import apply
from graph_sync.compare import compare
from graph_sync.constraints import ensure_constraints
from graph_sync.errors import AGAIN, NotEqualError
from graph_sync.export.files import Exported, export
from graph_sync.graph import Graph, open_graph
from graph_sync.guard import DELETE_FRACTION, require_allowed
from graph_sync.mart import Mart, snapshot, warehouse
from graph_sync.plan import Plan
from graph_sync.runs import Run

TIME = "%Y-%m-%d %H:%M:%S UTC"


@dataclass(frozen=True)
class Options:
    """What a user may ask of a sync; the fraction is 0..1."""

    dry_run: bool = False
    full: bool = False
    delete_fraction: float = DELETE_FRACTION


@dataclass(frozen=True)
class Result:
    """The differences between graph and mart, and how much the mart holds."""

    plan: Plan
    counts: dict[str, int]


def sync(options: Options, progress: Progress) -> Result:
    """Make the graph equal to the mart, or raise and leave what the next sync repairs."""
    started_at = datetime.now(UTC).replace(tzinfo=None)
    with warehouse(locked=not options.dry_run) as connection, open_graph() as graph:
        with snapshot(connection, email=graph_holds_email()) as mart:
            digest = mart.digest()
            last = record.read(connection, graph.token())
            if (
                last
                and not options.full
                and (last.mart_digest, last.state) == (digest.text, graph.state())
            ):
                return Result(Plan(), digest.counts)
            if options.dry_run:
                plan = compare(mart, graph, progress)
                require_allowed(plan, options.delete_fraction)
                return Result(plan, digest.counts)
            ensure_constraints(graph)
            run = Run(graph)
            run.begin()
            plan, state = _make_equal(mart, run, options.delete_fraction, progress)
        record.add(connection, run.token, state, digest.text, started_at, plan.summary())
        return Result(plan, digest.counts)


def check(progress: Progress) -> Result:
    """Compare every value of the graph with the mart; writes nothing."""
    with _mart() as mart, open_graph() as graph:
        counts = mart.digest().counts
        return Result(compare(mart, graph, progress), counts)


def export_to(folder: Path, progress: Progress) -> Exported:
    """Write the marts to files for Neo4j's offline import."""
    with _mart() as mart:
        return export(mart, mart.digest().counts, folder, progress)


def status() -> list[str]:
    """What the graph holds and how the last sync went, in lines to print."""
    with warehouse(locked=False) as connection, open_graph() as graph:
        counts = ", ".join(f"{count:,} {kind}" for kind, count in graph.counts().items())
        token = graph.token()
        if token is None:
            return [f"graph: {counts}", "never synced: run `make graph`"]
        last = record.read(connection, token)
        if last is None:
            return [f"graph: {counts}", "the last sync did not end well: run `make graph`"]
        return [
            f"graph: {counts}",
            f"last sync: began {last.started_at:{TIME}}, ended {last.finished_at:{TIME}}",
            *(f"  {line}" for line in last.summary),
            f"written to since: {'no' if last.state == graph.state() else 'yes'}",
        ]


def _make_equal(
    mart: Mart, run: Run, delete_fraction: float, progress: Progress
) -> tuple[Plan, str]:
    """What was done, and the graph's state from before it was last compared, and found equal.

    Whatever others write after that state is another state, so the next sync compares again.
    """
    state = run.graph.state()
    plan = compare(mart, run.graph, progress)
    require_allowed(plan, delete_fraction)
    if not plan.empty:
        apply(plan, run, progress)
        state = run.graph.state()
        verify(mart, run.graph, progress)
    return plan, state


def verify(mart: Mart, graph: Graph, progress: Progress) -> None:
    """Read everything back; raises `NotEqualError` unless the graph now equals the mart."""
    left = compare(mart, graph, progress)
    if not left.empty:
        raise NotEqualError(
            f"the graph differs from the mart after the sync ({left.differences:,} differences), "
            f"so something else writes to :Student or :Session: stop it, then {AGAIN}"
        )


@contextmanager
def _mart() -> Iterator[Mart]:
    with (
        warehouse(locked=False) as connection,
        snapshot(connection, email=graph_holds_email()) as mart,
    ):
        yield mart
