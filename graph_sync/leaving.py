"""Takes students out of the graph at once, before a sync makes it equal to the marts again."""

from collections.abc import Iterable

from graph_sync.graph import Statement, open_graph
from graph_sync.model import STUDENT


def take_out(students: Iterable[str]) -> None:
    """Delete students with their attendances; a node that others use only loses what is ours.

    Raises `UserError` where the graph cannot be reached.
    """
    given = {"keys": list(students)}
    with open_graph() as graph:
        graph.write(
            Statement("unlink_students", given),
            Statement("delete_students", given),
            Statement("release_students", {**given, "nothing": STUDENT.nothing}),
        )
