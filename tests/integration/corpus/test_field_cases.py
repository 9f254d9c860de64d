"""What people who do this job reported, in invented schools: files in, what the marts say out."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import pytest

from loaders.contract.sources import DEFAULT_SOURCES, read_sources
from tests.corpus.warehouse import Statement, asked, landed, settled

SOURCES = {source.name: source for source in read_sources(DEFAULT_SOURCES)}
STANDING = (
    "select student_name, subscription_status, coalesce(status_reason, churn_reason)"
    " from marts.subscriptions order by 1, start_date"
)
LINKS = "select student_name, student_id, match_method from marts.subscriptions order by 1"
WHO_COMES = (
    "select student_id, sessions_attended, sessions_taken, is_enrolled, at_risk_reason"
    " from marts.student_engagement order by 1"
)
INTAKES = "select intake, subscriptions_churned from marts.churn_by_cohort order by 1"
SESSIONS = """
session_id,date,duration,module
A1,2026-04-20,60,SQL
A2,2026-05-01,60,SQL
A3,2026-05-11,60,SQL
A4,2026-05-21,60,SQL
A5,2026-06-01,60,SQL
A6,2026-06-11,60,SQL
A7,2026-06-20,60,SQL
B1,2026-04-21,60,SQL
B2,2026-05-02,60,SQL
B3,2026-05-12,60,SQL
B4,2026-05-22,60,SQL
B5,2026-06-02,60,SQL
B6,2026-06-12,60,SQL
B7,2026-06-21,60,SQL
"""


@dataclass(frozen=True)
class Case:
    """The files by source, of subscriptions only the columns that matter; a query, its answer."""

    files: dict[str, str]
    query: str
    answer: list[tuple[object, ...]]


def attended(**of_students: str) -> str:
    """Write the log of who came to which sessions."""
    rows = [f"{one},{session}" for one, told in of_students.items() for session in told.split()]
    return "\n".join(["student_id,session_id", *rows])


ALL_A, ALL_B = (" ".join(f"{group}{n}" for n in range(1, 8)) for group in "AB")
CASES = {
    "marks of absence suffice without a subscription": Case(
        {
            "students": "student_id,name,email\n1,Ana Here,\n2,Ben Away,\n",
            "sessions": SESSIONS,
            "attendance": "student_id,session_id,status\n"
            + "\n".join(f"1,A{n},present\n2,A{n},absent" for n in range(1, 8)),
        },
        WHO_COMES,
        [("1", 7, 7, None, "attends"), ("2", 0, 7, None, "missed_in_a_row")],
    ),
    "an address of several people links nobody": Case(
        {
            "students": "student_id,name,email\n"
            "1,Lina Amari,family@example.org\n2,Office Desk,desk@example.org\n",
            "subscriptions": """
Student,StudentEmail,StudentBirthDate,SubscriptionStartDate,SubscriptionEndDate,SubscriptionProgress,SubscriptionHasDiploma
Lina Amari,family@example.org,2009-05-01,2026-01-10,2026-12-10,10%,FALSE
Rami Amari,family@example.org,2011-07-09,2025-10-01,2026-01-05,10%,FALSE
Ilyes Front,desk@example.org,1988-02-02,2025-10-01,2026-01-05,10%,FALSE
Molka Side,desk@example.org,1990-03-03,2025-10-01,2026-01-05,70%,FALSE
""",
        },
        LINKS,
        [
            ("Ilyes Front", None, "ambiguous"),
            ("Lina Amari", "1", "name"),
            ("Molka Side", None, "ambiguous"),
            ("Rami Amari", None, "ambiguous"),
        ],
    ),
    "ids that are those of other people link nobody": Case(
        {
            "students": "student_id,name,email\n1,Ada Byron,\n2,Bo Li,bo@example.org\n3,Cy Fox,\n",
            "subscriptions": """
Student,StudentId,StudentEmail,SubscriptionStartDate,SubscriptionEndDate
Zoe Ant,1,,2026-01-02,2026-12-02
Li Bo,3,bo@example.org,2026-01-02,2026-12-02
Ada Byron,2,,2026-01-02,2026-12-02
""",
        },
        LINKS,
        [("Ada Byron", "1", "name"), ("Li Bo", "2", "email"), ("Zoe Ant", None, "unmatched")],
    ),
    "who has another number in each contract is one person by the address": Case(
        {
            "students": "student_id,name,email\n1,Ada Byron,\n",
            "subscriptions": """
Student,StudentId,StudentEmail,StudentBirthDate,SubscriptionStartDate,SubscriptionEndDate,SubscriptionProgress,SubscriptionHasDiploma
Nia Old,C1,nia@example.org,2000-02-03,2025-10-01,2026-03-01,20%,FALSE
Nia Old,C2,nia@example.org,,2026-03-05,2026-12-01,20%,FALSE
Sol Far,C3,far@example.org,,2025-10-01,2026-03-01,20%,FALSE
Tom Far,C4,far@example.org,,2026-03-05,2026-12-01,20%,FALSE
""",
        },
        STANDING,
        [
            ("Nia Old", "renewed", None),
            ("Nia Old", "active", None),
            ("Sol Far", "churned", "dropped_early"),
            ("Tom Far", "active", None),
        ],
    ),
    "a column of fractions has one scale": Case(
        {
            "subscriptions": """
Student,SubscriptionStartDate,SubscriptionEndDate,SubscriptionProgress,SubscriptionHasDiploma
Fay Nearly,2026-01-02,2026-04-02,0.97,FALSE
Gus Whole,2026-01-02,2026-04-02,1,FALSE
Hal Half,2026-01-02,2026-04-02,0.5,FALSE
""",
        },
        STANDING,
        [
            ("Fay Nearly", "completed", "progress"),
            ("Gus Whole", "completed", "progress"),
            ("Hal Half", "churned", "stopped_before_diploma"),
        ],
    ),
    "an open end runs, follows and is followed": Case(
        {
            "students": "student_id,name,email\n1,Nour Open,\n2,Omar Open,\n",
            "sessions": SESSIONS,
            "attendance": attended(**{"1": ALL_A, "2": "A1 A2"}),
            "subscriptions": """
Student,StudentId,GroupName,SubscriptionStartDate,SubscriptionEndDate,SubscriptionProgress,SubscriptionHasDiploma
Nour Open,1,G1,2025-08-05,2026-01-10,40%,FALSE
Nour Open,1,G2,2026-04-10,,20%,FALSE
Omar Open,2,G1,2025-08-05,2026-01-10,40%,FALSE
Omar Open,2,G2,2026-01-20,,20%,FALSE
""",
        },
        f"select * from ({STANDING}) as standing union all select student_id, at_risk_reason,"
        " cast(is_enrolled as text) from marts.student_engagement order by 1, 2 desc",
        [
            ("1", "attends", "1"),
            ("2", "missed_in_a_row", "1"),
            ("Nour Open", "renewed", None),
            ("Nour Open", "active", "open_end"),
            ("Omar Open", "renewed", None),
            ("Omar Open", "active", "open_end"),
        ],
    ),
    "an open end is silent where no group is known, and 1900 is no day of a session": Case(
        {
            "students": "student_id,name,email\n1,Ada Comes,\n2,Bo Once,\n",
            "sessions": SESSIONS + "old,1900-01-01,60,SQL\n",
            "attendance": attended(**{"1": ALL_A, "2": "A1 old"}),
            "subscriptions": """
Student,StudentId,SubscriptionStartDate,SubscriptionEndDate,SubscriptionProgress,SubscriptionHasDiploma
Ada Comes,1,2026-04-01,,20%,FALSE
Bo Once,2,2026-04-01,,20%,FALSE
""",
        },
        f"select * from ({STANDING}) as standing union all"
        " select student_id, first_attended_on::text, null from marts.student_engagement"
        " order by 1",
        [
            ("1", "2026-04-20", None),
            ("2", "2026-04-20", None),
            ("Ada Comes", "active", "open_end"),
            ("Bo Once", "unknown", "open_end_silent"),
        ],
    ),
    "who left on a day that nobody wrote left when the export said so": Case(
        {
            "subscriptions": """
Student,SubscriptionStartDate,SubscriptionEndDate,SubscriptionProgress,SubscriptionHasDiploma,SubscriptionStatus,CancelledDate
Ada Empty,2026-01-02,2026-12-02,20%,FALSE,Left,
Bo Place,2026-01-02,,20%,FALSE,Left,9999-12-31
Cy Soon,2026-01-02,2026-12-02,20%,FALSE,Cancelled,soon
Di Day,2026-01-02,2026-12-02,20%,FALSE,Left,2026-03-01
El Runs,2026-01-02,2026-12-02,20%,FALSE,Active,
""",
        },
        "select student_name, end_date::text from marts.subscriptions order by 1",
        [
            ("Ada Empty", "2026-06-30"),
            ("Bo Place", "2026-06-30"),
            ("Cy Soon", "2026-06-30"),
            ("Di Day", "2026-03-01"),
            ("El Runs", "2026-12-02"),
        ],
    ),
    "a date that fills a place is no diploma": Case(
        {
            "subscriptions": """
Student,SubscriptionStartDate,SubscriptionEndDate,SubscriptionProgress,SubscriptionHasDiploma,DiplomaDate
Quin Net,2026-01-02,2026-04-02,10%,FALSE,0001-01-01 00:00:00
Rita Epoch,2026-01-02,2026-04-02,10%,FALSE,1970-01-01
Rosa Future,2026-01-02,2026-04-02,60%,TRUE,9999-12-31
Sami Sheet,2026-01-02,2026-04-02,10%,FALSE,1/1/1900
Zoe Zero,2026-01-02,0000-00-00,10%,,0000-00-00 00:00:00
""",
        },
        STANDING,
        [
            ("Quin Net", "churned", "dropped_early"),
            ("Rita Epoch", "churned", "dropped_early"),
            ("Rosa Future", "completed", "diploma"),
            ("Sami Sheet", "churned", "dropped_early"),
            ("Zoe Zero", "active", "open_end"),
        ],
    ),
    "changing the group costs nothing": Case(
        {
            "students": "student_id,name,email\n1,Ada A,\n2,Bo B,\n3,Cy A,\n4,Di B,\n5,Mo Moved,\n",
            "sessions": SESSIONS,
            "attendance": attended(
                **{"1": ALL_A, "2": ALL_B, "3": ALL_A, "4": ALL_B, "5": "A1 A2 A3 A4 B5 B6 B7"}
            ),
            "subscriptions": """
Student,StudentId,GroupName,SubscriptionStartDate,SubscriptionEndDate,SubscriptionProgress,SubscriptionHasDiploma
Ada A,1,A,2026-04-01,2026-12-10,50%,FALSE
Bo B,2,B,2026-04-01,2026-12-10,50%,FALSE
Cy A,3,A,2026-04-01,2026-12-10,50%,FALSE
Di B,4,B,2026-04-01,2026-12-10,50%,FALSE
Mo Moved,5,A,2026-04-01,2026-05-31,50%,FALSE
Mo Moved,5,B,2026-06-01,2026-12-10,50%,FALSE
""",
        },
        f"select * from ({WHO_COMES}) as students where student_id = '5'",
        [("5", 7, 7, 1, "attends")],
    ),
    "who is new is not at risk, who is nearly done may be, who was refunded never counted": Case(
        {
            "students": "student_id,name,email\n"
            "1,Xena Fresh,\n2,Yara Ninety,\n3,Zed Back,\n4,Wes Regular,\n",
            "sessions": SESSIONS,
            "attendance": attended(**{"2": "A1 A2", "4": ALL_A}),
            "subscriptions": """
Student,StudentId,SubscriptionStartDate,SubscriptionEndDate,SubscriptionProgress,SubscriptionHasDiploma,CancelledAt,SubscriptionStatus
Xena Fresh,1,2026-06-29,2026-12-10,0%,FALSE,,
Yara Ninety,2,2026-04-01,2026-12-10,91%,FALSE,,
Zed Back,3,2026-05-01,2026-12-10,3%,FALSE,2026-05-11,Refunded
Wes Regular,4,2026-04-01,2026-12-10,40%,FALSE,,
""",
        },
        f"select * from ({STANDING}) as standing union all select student_id, at_risk_reason,"
        " cast(is_enrolled as text) from marts.student_engagement order by 1",
        [
            ("1", "too_few_sessions", "1"),
            ("2", "missed_in_a_row", "1"),
            ("3", "not_enrolled", "0"),
            ("4", "attends", "1"),
            ("Wes Regular", "active", None),
            ("Xena Fresh", "active", None),
            ("Yara Ninety", "completed", "progress"),
            ("Zed Back", "void", "refunded"),
        ],
    ),
    "one date of a column proves the order of all": Case(
        {
            "subscriptions": """
Student,SubscriptionStartDate,SubscriptionEndDate,SubscriptionProgress,SubscriptionHasDiploma
Hedi Sheet,1/5/2026 0:00,12/31/2026 0:00,20%,FALSE
Nils Slash,2026/01/05,2026/12/31,20%,FALSE
Odile Short,2026-1-5,2026-12-31,20%,FALSE
""",
        },
        "select distinct start_date::text, end_date::text, subscription_status"
        " from marts.subscriptions",
        [("2026-01-05", "2026-12-31", "active")],
    ),
    "two Novembers are two intakes": Case(
        {
            "subscriptions": """
SessionName,Student,SubscriptionStartDate,SubscriptionEndDate,SubscriptionProgress,SubscriptionHasDiploma
November,Emil Old,2023-11-05,2024-01-30,20%,FALSE
November,Fay New,2025-11-05,2026-12-30,20%,FALSE
""",
        },
        INTAKES,
        [("2023-11", 1), ("2025-11", 0)],
    ),
}


def write(folder: Path, source: str, text: str) -> None:
    """Write the file of a source, with every column that it has to have."""
    rows = list(csv.DictReader(io.StringIO(text.strip())))
    needed = [one for one in SOURCES[source].columns if one not in SOURCES[source].optional]
    columns = dict.fromkeys([*needed, *rows[0]])
    with (folder / f"{source}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*columns], restval="")
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize("name", CASES)
def test_a_case_of_the_field_ends_right(
    name: str, tmp_path: Path, statements: list[Statement]
) -> None:
    case = CASES[name]
    for source, text in case.files.items():
        write(tmp_path, source, text)
    settled(tmp_path, {})
    landed(tmp_path)
    assert asked(statements, case.query) == case.answer
