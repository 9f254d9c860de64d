"""Joins two sequences of rows that are sorted by key."""

from collections.abc import Iterable, Iterator
from typing import Any

from common.errors import UserError
from graph_sync.errors import GraphError, MartError

Row = tuple[Any, ...]

TWICE = (
    "several nodes of the graph share a key, or Neo4j gave its keys in an unknown order: "
    "`make graph` says which"
)


def merge_join(
    mart: Iterable[Row], graph: Iterable[Row]
) -> Iterator[tuple[Row, None] | tuple[None, Row] | tuple[Row, Row]]:
    """Pairs of rows with the same first value; None where one side has no such row.

    Both sides ascend by code point, as `collate "C"` in PostgreSQL and an index in Neo4j do.
    """
    left_rows = _ascending(mart, MartError("the marts hold a key twice, or none: run `dbt build`"))
    right_rows = _ascending(graph, GraphError(TWICE))
    left, right = next(left_rows, None), next(right_rows, None)
    while left is not None or right is not None:
        if right is None or (left is not None and left[0] < right[0]):
            assert left is not None
            yield left, None
            left = next(left_rows, None)
        elif left is None or right[0] < left[0]:
            yield None, right
            right = next(right_rows, None)
        else:
            yield left, right
            left, right = next(left_rows, None), next(right_rows, None)


def _ascending(rows: Iterable[Row], error: UserError) -> Iterator[Row]:
    last: str | None = None
    for row in rows:
        if row[0] is None or (last is not None and row[0] <= last):
            raise error
        last = row[0]
        yield row
