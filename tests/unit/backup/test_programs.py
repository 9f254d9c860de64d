"""What a program of PostgreSQL's says becomes one line that names the fault."""

import pytest

from backup.programs import reason


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            b"psql:<stdin>:9: ERROR:  view marts.a depends on it\nHINT:  Drop it.\nCONTEXT:  SQL",
            "psql:<stdin>:9: ERROR:  view marts.a depends on it",
        ),
        (
            b"pg_dump: error: query failed\npg_dump: detail: Query was: select 1",
            "pg_dump: error: query failed",
        ),
        (b"begun\nno space left\n", "no space left"),
        (b"", "it gave no reason"),
    ],
)
def test_the_error_is_told_and_not_where_it_was(said: bytes, told: str) -> None:
    assert reason(said) == told
