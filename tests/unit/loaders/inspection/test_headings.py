"""What heads the columns of a register: a date in any form, with or without its year."""

from datetime import date

import pytest

from loaders.inspection.headings import heading, marked_until, session_columns, turned

UNTIL = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("header", "day", "rest"),
    [
        ("05/01/2026", date(2026, 1, 5), ""),
        ("05/01/26", date(2026, 1, 5), ""),
        ("2026-01-05 Module 2", date(2026, 1, 5), "Module 2"),
        ("2026-01-05 00:00:00", date(2026, 1, 5), ""),
        ("05.01", date(2026, 1, 5), ""),
        ("05/01_7", date(2026, 1, 5), "7"),
        ("lun. 05/01", date(2026, 1, 5), ""),
        ("Mon 5 Jan", date(2026, 1, 5), ""),
        ("5 janv.", date(2026, 1, 5), ""),
        ("1er févr. - Web", date(2026, 2, 1), "Web"),
        ("05-Jan-26", date(2026, 1, 5), ""),
        ("Jan 5", date(2026, 1, 5), ""),
        ("May 4 2026 9:00AM All students", date(2026, 5, 4), "All students"),
        ("04 May 2026 09.00AM TUN-WEB-1", date(2026, 5, 4), "TUN-WEB-1"),
        ("٠٥/٠١", date(2026, 1, 5), ""),
        ("5 مايو", date(2026, 5, 5), ""),
        ("15 déc.", date(2025, 12, 15), ""),  # the last one that was
        ("01/07", date(2025, 7, 1), ""),
        ("29 févr.", date(2024, 2, 29), ""),
    ],
)
def test_a_header_begins_with_a_date(header: str, day: date, rest: str) -> None:
    found = heading(header)
    assert found is not None
    assert (found.day("day_first", UNTIL), found.rest) == (day, rest)


@pytest.mark.parametrize(
    "header", ["Nom", "Total 5", "S001", "3 absences", "Module 1.2", "12345", "Web 5", "1/2/3/4"]
)
def test_other_headers_do_not(header: str) -> None:
    assert heading(header) is None


def test_a_day_that_no_calendar_has_is_none() -> None:
    found = heading("31/02/2026")
    assert found is not None
    assert found.day("day_first", UNTIL) is None


def test_what_another_order_reads_is_turned() -> None:
    found = [one for header in ("25/01", "01/25", "31/02") if (one := heading(header))]
    assert [one.written for one in turned(found, "day_first")] == ["01/25"]
    assert [one.written for one in turned(found, "iso")] == ["25/01", "01/25"]


@pytest.mark.parametrize(
    ("file", "until"),
    [
        ("présences.csv", UNTIL),
        ("présences 2026-05.csv", date(2026, 5, 31)),
        ("présences Tunis mai 2026.csv", date(2026, 5, 31)),
        ("présences 2025.csv", date(2025, 12, 31)),
        ("présences 2024-2025.csv", date(2025, 8, 31)),
        ("présences 2024-25.csv", date(2025, 8, 31)),
        ("présences 2026-12.csv", UNTIL),
        ("présences janvier-mars 2026.csv", date(2026, 3, 31)),
        ("présences 2026-01-05 au 2026-03-20.csv", date(2026, 3, 20)),
    ],
)
def test_marks_end_with_the_period_in_the_name(file: str, until: date) -> None:
    assert marked_until(file, UNTIL) == until


def test_marks_are_words_that_somebody_explained_or_single_letters() -> None:
    cells = {
        "S001": {"Présent": 4, "Absent": 1, "": 2},
        "S002": {"P": 4, "A": 1},
        "S003": {"da": 3, "nie da": 2},
        "Nom": {"Ada": 1, "Bo": 1},
        "S004": {"": 5},
        "Total": {"3": 4, "4": 1},
    }
    assert session_columns(cells, ["da"]) == ["S001", "S002", "S003"]
