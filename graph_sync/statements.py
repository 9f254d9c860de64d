"""The hand-written SQL and Cypher of this package, by name."""

from functools import cache
from importlib.resources import files
from typing import LiteralString


@cache
def cypher(name: str) -> LiteralString:
    """Text of `cypher/<name>.cypher`; of `<room>/<file>.cypher` where the name has a room."""
    return _text(*(name if "/" in name else f"cypher/{name}").split("/"), ending="cypher")


@cache
def query(name: str) -> LiteralString:
    """Text of `sql/<name>.sql`."""
    return _text("sql", name, ending="sql")


def _text(folder: str, name: str, *, ending: str) -> LiteralString:
    # Both drivers ask for literals, against injection; a file of this package is as good.
    return files(__package__).joinpath(folder, f"{name}.{ending}").read_text(encoding="utf-8")
