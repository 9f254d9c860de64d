"""Fifty readers of dashboards, by the login that dashboards have, while a build is published."""

import itertools
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import psycopg
import pytest

from common.servers.connections import connect_postgres
from common.servers.settings import reporter_settings
from dashboard.preview.answers import answer_sql
from dashboard.spec.check import checked_report
from dashboard.spec.marts import read_marts
from queries.page import AS_OF
from tests.integration.in_process import Ended
from tests.integration.schemas import empty

pytestmark = pytest.mark.slow

READERS = 50
MONTH = date.fromisoformat(AS_OF).replace(day=1)
PAUSE = 1.0  # seconds: people look at what they see
Rows = list[tuple[Any, ...]]


@pytest.fixture
def published(built_sample: Ended) -> Iterator[None]:
    """The sample, built; a refresh of it has published nothing yet."""
    yield
    with connect_postgres(autocommit=True) as connection:
        empty(connection)


class Reader(threading.Thread):
    """Asks one chart's query after the other on a connection of its own."""

    def __init__(self, queries: list[str], first: int, ends: threading.Event) -> None:
        super().__init__()
        self.answers = dict[str, Rows]()
        self.asked, self.failures = 0, list[str]()
        self._queries = queries[first:] + queries[:first]
        self._ends = ends

    def run(self) -> None:
        with connect_postgres(reporter_settings(), autocommit=True) as connection:
            for query in itertools.cycle(self._queries):
                if self._ends.wait(PAUSE):
                    return
                try:
                    found = connection.execute(query.encode(), {"end": MONTH}).fetchall()
                except psycopg.Error as error:
                    self.failures.append(str(error))
                    continue
                self.asked += 1
                # The same data were built again: whoever met parts of two builds would see others.
                if self.answers.setdefault(query, sorted(found, key=str)) != sorted(found, key=str):
                    self.failures.append(f"another answer: {query}")


def test_nobody_fails_while_a_build_is_published(published: None) -> None:
    report, marts = checked_report(), read_marts()
    charts = [chart for page in report.pages for chart in page.charts]
    queries = [answer_sql(chart, report, marts) for chart in charts]
    ends = threading.Event()
    readers = [Reader(queries, number % len(queries), ends) for number in range(READERS)]
    for reader in readers:
        reader.start()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "refresh", "build"], capture_output=True, text=True, check=False
        )
        asked = sum(reader.asked for reader in readers)
        time.sleep(10 * PAUSE)
    finally:
        ends.set()
        for reader in readers:
            reader.join()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Published: readers see these marts from now on" in done.stdout
    assert [failure for reader in readers for failure in reader.failures] == []
    # They were there before, and went on after it.
    assert all(reader.asked > 1 for reader in readers)
    assert sum(reader.asked for reader in readers) > asked
