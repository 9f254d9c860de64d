"""Every statement that the sync sends per key uses the key's index."""

from pathlib import Path
from typing import Any

import pytest

import graph_sync
from graph_sync.constraints import ensure_constraints
from graph_sync.graph import open_graph
from graph_sync.statements import cypher
from tests.integration.plans import full_scans

CYPHER = Path(graph_sync.__file__).parent / "cypher"

# Those that are about everything there is, or about the schema.
ABOUT_ALL = {
    "count_graph", "stray_students", "stray_sessions",
    "list_constraints", "foreign_indexes",
    "constrain_runs", "constrain_sessions", "constrain_students",
}  # fmt: skip
PARAMETERS: dict[str, Any] = {
    "rows": [], "keys": [], "id": "", "from": "", "skip": 0, "limit": 1, "nothing": {},
    "token": "", "batch": 1,
}  # fmt: skip


@pytest.mark.parametrize(
    "name",
    sorted({path.stem for path in CYPHER.glob("*.cypher")} - ABOUT_ALL),
)
def test_a_key_is_looked_up_not_searched_for(name: str, constrained: Any) -> None:
    assert full_scans(constrained.driver, cypher(name), PARAMETERS) == []


@pytest.fixture(scope="module")
def constrained(graph: Path) -> Any:
    """The graph with its constraints."""
    with open_graph() as opened:
        ensure_constraints(opened)
        yield opened
