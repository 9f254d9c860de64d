"""The worked examples of docs/attendance.md, from their sessions to the numbers it names."""

import csv
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.integration.dbt.conftest import SAMPLE, Command, Query, write
from tests.integration.dbt.small_school import MODELS

PAGE = Path("docs/attendance.md")
READ = ["+student_engagement", "+silent_groups", "+data_quality_issues"]
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


# The students of the second table: who came or what the register says, by session.
MORE_SESSIONS = {
    **{f"r{number}": f"2026-06-{day:02}" for number, day in enumerate((1, 3, 5, 8, 10, 12), 1)},
    **{f"n{number}": f"2026-06-{day:02}" for number, day in enumerate((2, 9, 16), 1)},
    **{f"o{number}": f"2026-06-{day:02}" for number, day in enumerate((4, 11, 18, 25), 1)},
    **{f"c{number}": f"2026-05-{day:02}" for number, day in enumerate((4, 11, 18, 25), 1)},
}
REGISTER = {
    "Eve": "present present present present present present",
    "Ben": "absent absent absent absent absent absent",
    "Cleo": "present present absent excused excused absent",
    "Dan": "absent absent absent present present present",
    "Max": "absent absent absent absent absent absent",
    "Pia": "absent absent absent absent absent absent",
}
CAME = {
    "Ned": "n1 n2 n3",
    "Fay": "n1 n2 o2 o3",
    "Gus": "n1 o2",
    "Kit": "o1 o2 o3",
    "Lee": "c1",
    "Mia": "c1 c2 c3 c4",
}
MORE_SUBSCRIPTIONS = [
    ("Eve", "R", {}),
    ("Cleo", "R", {}),
    ("Dan", "R", {"SubscriptionStartDate": "2026-06-08"}),
    ("Max", "R", {"SubscriptionHasDiploma": "TRUE", "DiplomaDate": "2026-06-09"}),
    ("Pia", "R", {"SubscriptionProgress": "95%"}),
    ("Ned", "N", {}),
    ("Fay", "N", {"SubscriptionEndDate": "2026-06-10"}),
    ("Fay", "O", {"SubscriptionStartDate": "2026-06-11"}),
    ("Gus", "N", {}),
    ("Hal", "N", {"SubscriptionStartDate": "2026-06-10"}),
    ("Ida", "N", {}),
    ("Kit", "O", {}),
    ("Lee", "C", {"Hackerspace": "Cairo", "Country": "Egypt"}),
    ("Mia", "C", {"Hackerspace": "Cairo", "Country": "Egypt"}),
]


@pytest.mark.usefixtures("empty_warehouse")
def test_worked_examples_come_out_as_the_page_says(
    tmp_path: Path, load: Callable[[Path], None], dbt: Command, query: Query
) -> None:
    people = ["ada", *GROUP_A, *GROUP_B, *(REGISTER | CAME), "Hal", "Ida"]
    write(tmp_path, "students", ["student_id", "name", "email"], *([p, p, ""] for p in people))
    write(
        tmp_path,
        "sessions",
        ["session_id", "date", "duration", "module", "status"],
        *([f"s{number}", day, "60", "SQL", ""] for number, (day, _) in enumerate(SESSIONS, 1)),
        *(
            [key, day, "60", "Git", "cancelled" if key == "o4" else "held"]
            for key, day in MORE_SESSIONS.items()
        ),
    )
    write(
        tmp_path,
        "attendance",
        ["student_id", "session_id", "status"],
        *(
            [p, f"s{number}", "present"]
            for number, (_, came) in enumerate(SESSIONS, 1)
            for p in came
        ),
        *(
            [p, f"r{number}", mark]
            for p, marks in REGISTER.items()
            for number, mark in enumerate(marks.split(), 1)
        ),
        *([p, session, "present"] for p, came in CAME.items() for session in came.split()),
    )
    with (SAMPLE / "subscriptions.csv").open(encoding="utf-8") as sample:
        header = next(csv.reader(sample))
    of_all = [
        *(_subscription(p, "B" if p in GROUP_B else "A", {}) for p in ["ada", *GROUP_A, *GROUP_B]),
        *(_subscription(*one) for one in MORE_SUBSCRIPTIONS),
    ]
    write(
        tmp_path,
        "subscriptions",
        header,
        *([one.get(column, "") for column in header] for one in of_all),
    )
    load(tmp_path)
    done = dbt("build", *MODELS, "--select", *READ, as_of="2026-06-30")
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
    assert figures == [2, 4, 5, 6, *rates, date(2026, 6, 12), 10, 1, 9]
    assert f"Ada is `{reason}`" in PAGE.read_text("utf-8")

    rows = re.findall(
        r"^\| (\w+) \| [^|]+ \| (\d+) \| (\d+) \| (\d+) \| `(\w+)` \|$",
        PAGE.read_text("utf-8"),
        re.M,
    )
    assert len(rows) == len(REGISTER) + 6
    assert sorted((name, *map(int, numbers), reason) for name, *numbers, reason in rows) == query(
        f"""
        select student_id, sessions_attended, sessions_taken, sessions_missed_in_a_row,
            at_risk_reason
        from marts.student_engagement
        where student_id in ({", ".join(f"'{name}'" for name, *_ in rows)}) order by 1
        """
    )
    calls = "select student_id from marts.student_engagement where is_at_risk = 1 order by 1"
    to_call = query(calls)
    assert query("select what_is_seen, students from marts.silent_groups") == [
        ("Cairo: attendance stops on 25 May 2026", 2)
    ]
    assert query(
        "select rule, count(*) from marts.data_quality_issues where source_name = 'attendance'"
        " group by 1"
    ) == [("attendance_outside_subscription", 3)]

    # The same export a long time later, when all subscriptions have ended: silence is no absence.
    done = dbt("build", *MODELS, "--select", *READ, as_of="2027-03-01")
    assert done.returncode == 0, done.stdout
    assert query(calls) == to_call == [("Ben",), ("Ida",), ("Pia",)]


def _subscription(person: str, group: str, other: dict[str, str]) -> dict[str, str]:
    return {
        "Hackerspace": "Accra",
        "Country": "Ghana",
        "GroupName": group,
        "ProductSchedule": "W1",
        "Student": person,
        "SubscriptionStartDate": "2026-05-01",
        "SubscriptionEndDate": "2026-12-31",
        "StudentId": person,
        **other,
    }
