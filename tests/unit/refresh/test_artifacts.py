"""What a failed test found is told without personal data."""

from typing import Any

from refresh.build import artifacts

Row = tuple[Any, ...]


def told(names: list[str], *rows: Row) -> list[str]:
    return artifacts._found(lambda _: (names, rows), "select")


def test_a_sentence_of_the_guard_is_told_as_it_is() -> None:
    sentence = "attendance_student_unknown: 1,200 of 1,200"
    names = ["source_name", "rule", "rows_broken", "sentence"]
    assert told(names, ("attendance", "a", 1200, sentence)) == [sentence]


def test_of_other_tests_the_columns_that_name_nobody_are_told() -> None:
    names = ["student_name", "rule", "rows_broken"]
    assert told(names, ("Ada", "unknown", 1200)) == ["rule unknown, rows broken 1,200"]
