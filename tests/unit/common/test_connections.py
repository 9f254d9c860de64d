"""What a session is opened with."""

from dataclasses import replace

import pytest

from common.servers.connections import _session_options
from common.servers.settings import PostgresSettings

SETTINGS = PostgresSettings("server", "host", 5432, "user", "hidden", "db", "marts")


def test_the_search_path_joins_what_the_user_exported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGOPTIONS", "-c statement_timeout=5s")
    chosen = replace(SETTINGS, search_path="a schema, public")
    assert _session_options(chosen) == {
        "options": r"-c statement_timeout=5s -c search_path=a\ schema,\ public"
    }
    assert _session_options(SETTINGS) == {}
