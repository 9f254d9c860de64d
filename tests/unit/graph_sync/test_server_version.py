"""Which servers are too old."""

import pytest

from graph_sync.errors import GraphError
from graph_sync.graph import require_version


@pytest.mark.parametrize("agent", ["Neo4j/5.6.0", "Neo4j/5.26.30", "Neo4j/2025.10.1", "Other/1"])
def test_known_good(agent: str) -> None:
    require_version(agent)


@pytest.mark.parametrize("agent", ["Neo4j/3.5.35", "Neo4j/4.4.40", "Neo4j/5.5.0"])
def test_too_old(agent: str) -> None:
    with pytest.raises(GraphError, match=r"5\.6 is the oldest"):
        require_version(agent)
