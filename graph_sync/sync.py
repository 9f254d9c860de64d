"""Makes the graph equal to the mart: read, compare, apply, verify."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from common.connections import connect_postgres
from common.settings import Role, graph_holds_email
from graph_sync import lock
from graph_sync.apply import apply
from graph_sync.compare import EVERYTHING, Scope, compare
from graph_sync.constraints import ensure_constraints
from graph_sync.export.files import Exported, export
from graph_sync.graph import Graph, open_graph
from graph_sync.guard import DELETE_FRACTION, require_allowed
from graph_sync.mart import Mart, MartDigest, snapshot
from graph_sync.plan import Plan
from graph_sync.progress import Progress
from graph_sync.runs import LastRun, Run, ensure_run, last_run
from graph_sync.verify import listed, verify

TIME = "%Y-%m-%d %H:%M:%S UTC"


@dataclass(frozen=True)
class Options:
    """What a user may ask of a sync; the fraction is 0..1."""

    dry_run: bool = False
    full: bool = False
    delete_fraction: float = DELETE_FRACTION


@dataclass(frozen=True)
class Result:
    """What separated graph and mart, and how much the mart holds."""

    plan: Plan
    counts: dict[str, int]


@dataclass(frozen=True)
class Known:
    """What is known before anything is compared.

    `untouched` says that nobody has written to the database since the last run ended, so that
    the digests on it are true.
    """

    digest: MartDigest
    last: LastRun | None
    untouched: bool

    @property
    def equal(self) -> bool:
        """Whether neither side has changed since the last run."""
        return self.untouched and self.last is not None and self._same == [True, True]

    @property
    def scope(self) -> Scope:
        """What has to be read to find every difference."""
        if not self.untouched:
            return EVERYTHING
        return Scope(students=not self._same[0], all_attendees=False)

    @property
    def _same(self) -> list[bool]:
        before = self.last.mart_digest if self.last else []
        return [text in before[i : i + 1] for i, text in enumerate(self.digest.texts)]


def sync(options: Options, progress: Progress) -> Result:
    """Bring the graph to the mart, or raise and leave what the next sync repairs."""
    with _mart(locked=not options.dry_run) as mart, open_graph() as graph:
        known = read(mart, graph, options)
        if known.equal:
            return Result(Plan(), known.digest.counts)
        run = None if options.dry_run else _prepare(graph, known)
        plan = compare(mart, graph, known.scope, progress)
        require_allowed(plan, graph.counts, options.delete_fraction)
        if run:
            run.begin()
            apply(plan, run, progress)
            if plan.fills(known.digest.counts):
                # All of it is read back, so that only what is written from now on may go unseen.
                run.look_again()
            verify(mart, graph, plan, known.digest, progress)
            run.finish(known.digest, plan.summary())
        return Result(plan, known.digest.counts)


def check(progress: Progress) -> Result:
    """Compare every value of the graph with the mart; writes nothing."""
    with _mart(locked=False) as mart, open_graph() as graph:
        counts = mart.digest().counts
        return Result(compare(mart, graph, EVERYTHING, progress), counts)


def export_to(folder: Path, progress: Progress) -> Exported:
    """Write the marts to files for Neo4j's offline import."""
    with _mart(locked=False) as mart:
        return export(mart, mart.digest().counts, folder, progress)


def status() -> list[str]:
    """What the graph holds and how the last sync went, in lines to print."""
    with open_graph() as graph:
        lines = [f"graph: {listed(graph.counts())}"]
        last = last_run(graph)
        if last is None:
            return [*lines, "never synced: run `make graph`"]
        if not last.finished:
            return [
                *lines,
                f"a sync began {last.started_at:{TIME}} and never ended: `make graph`",
            ]
        touched = "no" if last.untouched(graph.last_transaction()) else "yes, or not known"
        return [
            *lines,
            f"last sync: began {last.started_at:{TIME}}, ended {last.finished_at:{TIME}}",
            *(f"  {line}" for line in last.summary),
            f"written to since: {touched}",
        ]


def read(mart: Mart, graph: Graph, options: Options) -> Known:
    """Digests of the mart, and whether the graph is still as the last run left it."""
    last = last_run(graph)
    untouched = last is not None and last.untouched(graph.last_transaction())
    return Known(mart.digest(), last, untouched and not options.full)


def _prepare(graph: Graph, known: Known) -> Run:
    """The right to write, with every constraint in place.

    It is taken at once when the last run did not end, because that run may be alive and must not
    write while its graph is being compared; else only when there is something to write.
    """
    if not known.untouched:
        ensure_constraints(graph)
    seen = ensure_run(graph)
    run = Run(graph, seen, seen.transaction if known.untouched else graph.last_transaction())
    if not seen.finished:
        run.begin()
    return run


@contextmanager
def _mart(*, locked: bool) -> Iterator[Mart]:
    with (
        connect_postgres(role=Role.GRAPH, application_name=lock.APPLICATION) as connection,
        lock.held(connection) if locked else nullcontext(),
        snapshot(connection, email=graph_holds_email()) as mart,
    ):
        yield mart
