"""The worked example of docs/attendance.md, from its sessions to the numbers it names."""

import csv
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.integration.dbt.conftest import SAMPLE, Command, Query, write

PAGE = Path("docs/attendance.md")
GROUP_A = ["a1", "a2", "a3", "a4", "a5"]
GROUP_B = [f"b{number}" for number in range(1, 10)]
# Sessions 1 to 8 of the page: day, who was marked present.
SESSIONS = [
    ("2026-06-01", GROUP_A[:4]),
    ("2026-06-03", ["ada", *GROUP_A[:4]]),
    ("2026-06-05", GROUP_B),
    ("2026-06-08", GROUP_A[:4]),
    ("2026-06-10", []),
    ("2026-06-12", ["ada", *GROUP_A[:3]]),
    ("2026-06-22", GROUP_A),
    ("2026-07-06", []),
]


@pytest.mark.usefixtures("empty_warehouse")
def test_worked_example_comes_out_as_the_page_says(
    tmp_path: Path, load: Callable[[Path], None], dbt: Command, query: Query
) -> None:
    people = ["ada", *GROUP_A, *GROUP_B]
    write(tmp_path, "students", ["student_id", "name", "email"], *([p, p, ""] for p in people))
    write(
        tmp_path,
        "sessions",
        ["session_id", "date", "duration", "module"],
        *([f"s{number}", day, "60", "SQL"] for number, (day, _) in enumerate(SESSIONS, 1)),
    )
    write(
        tmp_path,
        "attendance",
        ["student_id", "session_id"],
        *([p, f"s{number}"] for number, (_, came) in enumerate(SESSIONS, 1) for p in came),
    )
    with (SAMPLE / "subscriptions.csv").open(encoding="utf-8") as sample:
        header = next(csv.reader(sample))
    subscriptions = ([_subscription(p).get(column, "") for column in header] for p in people)
    write(tmp_path, "subscriptions", header, *subscriptions)
    load(tmp_path)
    done = dbt("build", as_of="2026-06-30")
    assert done.returncode == 0, done.stdout

    ((*figures, reason),) = query(
        """
        select sessions_attended, sessions_taken, sessions_held, sessions_scheduled,
            taken_attendance_rate, held_attendance_rate, scheduled_attendance_rate,
            last_attended_on, days_since_last_attended, sessions_missed_in_a_row,
            longest_gap_days, at_risk_reason
        from marts.student_engagement where student_id = 'ada'
        """
    )
    rates = [Decimal("0.5"), Decimal("0.4"), Decimal("0.333333")]
    assert figures == [2, 4, 5, 6, *rates, date(2026, 6, 12), 18, 1, 9]
    assert f"Ada is `{reason}`" in PAGE.read_text("utf-8")


def _subscription(person: str) -> dict[str, str]:
    return {
        "Hackerspace": "Accra",
        "Country": "Ghana",
        "GroupName": "B" if person in GROUP_B else "A",
        "ProductSchedule": "W1",
        "Student": person,
        "SubscriptionStartDate": "2026-05-01",
        "SubscriptionEndDate": "2026-12-31",
        "StudentId": person,
    }
