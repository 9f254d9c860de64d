"""Refuses a sync that would delete a large share of the graph, or that Neo4j could not keep."""

from collections.abc import Mapping

from graph_sync.errors import GuardError, MartError
from graph_sync.model import Node
from graph_sync.plan import Plan

# Share of the students, sessions, attendances or subscriptions that may go unasked.
DELETE_FRACTION = 0.1

# Bytes of UTF-8 that fit into an entry of Neo4j's index, and so into a key.
KEY_BYTES = 8_164

SUBSCRIPTIONS = "students' subscriptions"


def require_allowed(plan: Plan, fraction: float) -> None:
    """Raise when more than `fraction` (0..1) of what the graph holds of any kind would go.

    Subscriptions count too, although they are properties: a mart of them that is empty by
    mistake takes them from every student.
    """
    gone = plan.removed | {SUBSCRIPTIONS: plan.students.unsubscribed}
    held = plan.held | {SUBSCRIPTIONS: plan.students.subscribed}
    shares = {kind: count / held[kind] for kind, count in gone.items() if held[kind]}
    too_many = [
        f"{gone[kind]:,} of {held[kind]:,} {kind} ({share:.1%})"
        for kind, share in shares.items()
        if share > fraction
    ]
    if too_many:
        raise GuardError(
            f"the sync would delete {', '.join(too_many)}, and {fraction:.0%} is allowed; nothing "
            "was written. See what the marts lack (`python -m graph_sync check`); if it is meant, "
            f"run `python -m graph_sync sync --allow-delete-fraction {_enough(shares)}`"
        )


def require_indexable(key: str, node: Node) -> None:
    """Raise when the key is too long for the index that every write relies on."""
    # No character takes more than four bytes: counting them is seldom needed.
    if len(key) * 4 > KEY_BYTES and len(key.encode()) > KEY_BYTES:
        raise MartError(
            f"{node.mart} holds a {node.key} of {len(key.encode()):,} bytes, and a key in Neo4j "
            f"has {KEY_BYTES:,} at most; nothing was written. `select * from {node.mart} where "
            f"octet_length({node.key}) > {KEY_BYTES}` shows it: correct its export"
        )


def _enough(shares: Mapping[str, float]) -> str:
    """The largest share, rounded up to hundredths."""
    return f"{min(1.0, int(max(shares.values()) * 100) / 100 + 0.01):g}"
