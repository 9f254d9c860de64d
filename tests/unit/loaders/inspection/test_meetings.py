"""Attendance without session ids says which session is meant, or is refused in one line."""

from pathlib import Path

import pytest

from loaders.contract.sources import DEFAULT_SOURCES
from loaders.inspection.proposal import Proposal
from loaders.inspection.propose import propose

STUDENTS = "student_id,name,email\n0001,Ada,ada@school.example\n0002,Bo,bo@school.example\n"
SESSIONS = """session_id,date,duration,module,group,campus
S1,2026-01-05,90,SQL,Web-1,Tunis
S2,2026-01-05,90,SQL,Web-2,Tunis
S3,2026-01-13,90,SQL,Web-1,Tunis
S4,2026-01-14,90,SQL,Web-1,Tunis
"""
REGISTER = "student_id,Nom,05/01/2026{0},13/01/2026{0},14/01/2026{0}\n0001,Ada,Présent,Absent,\n"
REPORT = (
    "Name,First Join,Last Leave,Email\n"
    'Ada,"1/5/26, 9:00:00 AM","1/5/26, 9:30:00 AM",ada@school.example\n'
    'Bo,"1/{day}/26, 9:00:00 AM","1/{day}/26, 9:30:00 AM",{mail}\n'
)


def inspected(folder: Path, name: str, text: str) -> Proposal:
    (folder / "students.csv").write_text(STUDENTS)
    (folder / "sessions.csv").write_text(SESSIONS)
    (folder / name).write_text(text)
    return propose(folder, DEFAULT_SOURCES, {})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("attendance Web-1.csv", REGISTER.format("")),
        ("attendance.csv", REGISTER.format(" Web-1")),
        ("attendance.csv", REGISTER.format("").replace("Nom", "Groupe").replace("Ada", "Web-1")),
    ],
)
def test_a_title_a_header_or_a_column_says_whose_session_it_is(
    tmp_path: Path, name: str, text: str
) -> None:
    found = inspected(tmp_path, name, text)
    assert (found.refusals, found.questions) == ([], [])
    assert any("register: 3 date columns" in line for line in found.lines["attendance"])


def test_without_any_it_is_refused(tmp_path: Path) -> None:
    [told] = inspected(tmp_path, "attendance.csv", REGISTER.format("")).refusals
    assert told == (
        "attendance.csv: several sessions were held on 5 January 2026, and nothing says which is "
        "meant: put the group or module into the file's name, or into a column"
    )


def test_a_register_of_other_days_is_refused(tmp_path: Path) -> None:
    text = REGISTER.format("").replace("/01/2026", "/02/2026")
    [told] = inspected(tmp_path, "attendance.csv", text).refusals
    assert "no session was held on 2 days from 5 February 2026 to 13 February 2026" in told


def test_who_is_in_the_report_of_a_meeting_came(tmp_path: Path) -> None:
    text = REPORT.format(day=14, mail="teacher@school.example")
    found = inspected(tmp_path, "Web-1 - Attendance report.csv", text)
    assert (found.refusals, found.questions) == ([], [])
    assert found.settings["attendance"]["mode"] == "append"
    assert found.settings["attendance"]["ignore"] == ["Last Leave"]
    assert any("1 row with an address of no student" in line for line in found.look)


def test_a_register_and_a_report_are_not_taken_for_one(tmp_path: Path) -> None:
    (tmp_path / "attendance.csv").write_text(REGISTER.format(" Web-1"))
    text = REPORT.format(day=14, mail="bo@school.example")
    [told] = inspected(tmp_path, "Web-1 - Attendance report.csv", text).refusals
    assert told.startswith(
        "Web-1 - Attendance report.csv is the report of a meeting, and attendance.csv is not: "
    )


def test_a_report_of_strangers_is_refused(tmp_path: Path) -> None:
    text = REPORT.format(day=14, mail="x@y.example").replace("ada@", "else@")
    found = inspected(tmp_path, "Web-1 - Attendance report.csv", text)
    assert "no address is one of students.csv" in found.refusals[0]
