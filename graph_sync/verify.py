"""Proves, after the plan is written, that the graph equals the mart."""

from graph_sync.compare import compare_sessions, compare_students
from graph_sync.errors import AGAIN, NotEqualError
from graph_sync.graph import Graph
from graph_sync.links import Attended, compare_links
from graph_sync.mart import Mart, MartDigest
from graph_sync.plan import Plan
from graph_sync.progress import Progress


def verify(mart: Mart, graph: Graph, plan: Plan, digest: MartDigest, progress: Progress) -> None:
    """Count everything, and read back and compare as sets whatever the plan touched."""
    left = Plan()
    if plan.students.touched:
        compare_students(mart, graph, left, progress)
    if plan.sessions.touched:
        compare_sessions(mart, graph, left, progress, all_attendees=False)
    written = {each.session_id: Attended(each.digest, in_graph=True) for each in plan.links}
    if written:
        compare_links(mart, graph, written, left, progress)
    counts = graph.counts()
    if not left.empty or counts != digest.counts:
        raise NotEqualError(
            f"the graph differs from the mart after the sync ({left.differences} differences; "
            f"{listed(counts)} in the graph, {listed(digest.counts)} in the mart), so something "
            f"else writes to :Student or :Session: stop it, then {AGAIN}"
        )


def listed(counts: dict[str, int]) -> str:
    """Such as `2 students, 1 sessions`."""
    return ", ".join(f"{count:,} {kind}" for kind, count in counts.items())
