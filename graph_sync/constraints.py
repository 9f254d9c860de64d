"""Creates the constraints that every write relies on, and makes sure that they are there."""

from neo4j.exceptions import Neo4jError

from graph_sync.errors import GraphError
from graph_sync.graph import Graph
from graph_sync.model import UNIQUE

# The statement that creates each constraint, in the order of `UNIQUE`.
STATEMENTS = dict(
    zip(UNIQUE, ("constrain_students", "constrain_sessions", "constrain_runs"), strict=True)
)


def ensure_constraints(graph: Graph) -> None:
    """Create what is missing, then look; raises `GraphError` when the graph holds a key twice."""
    if not _missing(graph):
        return
    for (label, key), name in STATEMENTS.items():
        try:
            graph.schema(name)
        except GraphError as error:
            cause = error.__cause__
            if isinstance(cause, Neo4jError) and "ConstraintCreationFailed" in str(cause.code):
                raise GraphError(
                    f"several nodes :{label} share a {key}, so it cannot be made unique, and "
                    "nothing "
                    f"was written: delete the surplus ones, which `MATCH (n:{label}) WITH n.{key} "
                    "AS key, count(*) AS nodes WHERE nodes > 1 RETURN key, nodes` lists, then run "
                    "`make graph` again"
                ) from None
            raise
    if missing := _missing(graph):
        label, key = min(missing)
        raise GraphError(
            f"Neo4j did not keep the uniqueness constraint of :{label}({key}): another constraint "
            "or index may be in its place; see SHOW INDEXES"
        )


def _missing(graph: Graph) -> set[tuple[str, str]]:
    return set(UNIQUE) - graph.unique()
