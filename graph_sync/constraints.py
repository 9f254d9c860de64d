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
            code = str(cause.code) if isinstance(cause, Neo4jError) else ""
            if "IndexAlreadyExists" in code:
                raise _in_the_way(graph, label, key) from None
            if "ConstraintCreationFailed" in code:
                raise GraphError(
                    f"several nodes :{label} share a {key}, so it cannot be made unique, and "
                    "nothing was written: delete the surplus ones, which "
                    f"`MATCH (n:{label}) WITH n.{key} AS key, count(*) AS nodes "
                    "WHERE nodes > 1 RETURN key, nodes` lists, then run `make graph` again"
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


def _in_the_way(graph: Graph, label: str, key: str) -> GraphError:
    drops = [
        f"DROP INDEX `{name.replace('`', '``')}`"
        for (name,) in graph.read("foreign_indexes", label=label, key=key)
    ]
    return GraphError(
        f"an index on :{label}({key}) that is not the sync's own keeps the key from being made "
        f"unique, and nothing was written: run {'; '.join(drops)} in Neo4j, then `make graph` "
        "again; the constraint brings an index of its own"
    )
