"""The hand-written SQL and Cypher of this package, by name."""

from functools import cache
from importlib.resources import files
from typing import LiteralString


@cache
def cypher(name: str) -> LiteralString:
    """Text of `cypher/<name>.cypher`."""
    return _text("cypher", f"{name}.cypher")


@cache
def query(name: str) -> LiteralString:
    """Text of `sql/<name>.sql`."""
    return _text("sql", f"{name}.sql")


def _text(folder: str, file: str) -> LiteralString:
    # Both drivers ask for literals, against injection; a file of this package is as good.
    return files(__package__).joinpath(folder, file).read_text(encoding="utf-8")
