"""What the corpus starts from: the models' SQL, and a warehouse that holds nothing but seeds."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from common import school
from common.servers.connections import connect_postgres
from tests.corpus.warehouse import Statement, compiled
from tests.integration.schemas import empty


@pytest.fixture(scope="module")
def statements(warehouse: Path) -> Iterator[list[Statement]]:
    """The models' SQL, over a warehouse with nothing but the seeds; left empty again."""
    with connect_postgres(autocommit=True) as connection:
        empty(connection)
        made = compiled()
        connection.execute("drop schema if exists marts cascade; create schema marts")
        yield made
        empty(connection)
    school.school_path().unlink(missing_ok=True)
