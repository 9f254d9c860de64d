"""Refuses a sync that would delete a large share of the graph."""

from collections.abc import Callable, Mapping

from graph_sync.errors import GuardError
from graph_sync.plan import Plan

# Share of the students, sessions or attendances that may go without being told so.
DELETE_FRACTION = 0.1


def require_allowed(
    plan: Plan, count_graph: Callable[[], Mapping[str, int]], fraction: float
) -> None:
    """Raise when more than `fraction` (0..1) of what the graph holds of any kind would go."""
    if not any(plan.removed.values()):
        return
    held = count_graph()
    shares = {kind: count / held[kind] for kind, count in plan.removed.items() if held[kind]}
    too_many = [
        f"{plan.removed[kind]:,} of {held[kind]:,} {kind} ({share:.1%})"
        for kind, share in shares.items()
        if share > fraction
    ]
    if too_many:
        raise GuardError(
            f"the sync would delete {', '.join(too_many)}, and {fraction:.0%} is allowed; nothing "
            "was written. See what the marts lack (`python -m graph_sync check`); if it is meant, "
            f"run `python -m graph_sync sync --allow-delete-fraction {_enough(shares)}`"
        )


def _enough(shares: Mapping[str, float]) -> str:
    """The largest share, rounded up to hundredths."""
    return f"{min(1.0, int(max(shares.values()) * 100) / 100 + 0.01):g}"
