"""What a failed test found is told without personal data."""

from types import SimpleNamespace
from typing import Any, cast

from psycopg import Connection

from refresh.build import artifacts

Row = tuple[Any, ...]


class Found(list[Row]):
    """The rows of a query, as a cursor gives them."""

    def __init__(self, names: list[str], *rows: Row) -> None:
        super().__init__(rows)
        self.description = [SimpleNamespace(name=name) for name in names]


def told(names: list[str], *rows: Row) -> list[str]:
    connection = SimpleNamespace(execute=lambda _: Found(names, *rows))
    return artifacts._found(cast(Connection[Any], connection), "select")


def test_a_sentence_of_the_guard_is_told_as_it_is() -> None:
    sentence = "attendance_student_unknown: 1,200 of 1,200"
    names = ["source_name", "rule", "rows_broken", "sentence"]
    assert told(names, ("attendance", "a", 1200, sentence)) == [sentence]


def test_of_other_tests_the_columns_that_name_nobody_are_told() -> None:
    names = ["student_name", "rule", "rows_broken"]
    assert told(names, ("Ada", "unknown", 1200)) == ["rule unknown, rows broken 1,200"]
