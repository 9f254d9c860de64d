"""A pull cannot change the file that it reads."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from sqlalchemy.exc import OperationalError

from loaders.contract.model import Database
from loaders.databases import sqlite


def test_the_file_is_opened_to_read_only(tmp_path: Path) -> None:
    file = tmp_path / "school.db"
    with sqlite3.connect(file) as made:
        made.execute("create table notes (id)")
    url = sqlalchemy.make_url(f"sqlite:///{file}")
    reader: Any
    with sqlite.opened(url, Database("SCHOOL_DB", table="notes"), "SCHOOL_DB notes") as reader:
        with pytest.raises(OperationalError, match="readonly"):
            reader.connection.exec_driver_sql("insert into notes values (1)")
        assert reader.columns == ["id"]
