"""The committed sample: what the generator writes, and all that `data/README.md` says of it."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from data.generator.cases import CHURN_CASES
from data.generator.files import AS_OF, SAMPLE, write_files
from data.generator.phones import PLANS
from tests.unit.data.planted import came, ids_of, recount
from tests.unit.data.recount import MISSING, Parsed, Record, is_date, parse, schedule_kind

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "data" / "sample"
NAMES = ("students", "sessions", "attendance", "subscriptions", "calls")
TERM = (
    "SubscriptionStartDate",
    "SubscriptionEndDate",
    "SubscriptionProgress",
    "SubscriptionHasDiploma",
    "DiplomaDate",
    "SubscriptionStatus",
    "CancelledDate",
)


@pytest.fixture(scope="module")
def sample() -> dict[str, Parsed]:
    return {name: parse(FOLDER / f"{name}.csv") for name in NAMES}


def readme_table(heading: str) -> list[list[str]]:
    """Return the cells of the rows of the table under a heading of data/README.md."""
    text = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    section = text.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def term_of(row: Record) -> tuple[str, ...]:
    return tuple("-" if row[column] in MISSING else row[column] for column in TERM)


def test_the_generator_writes_these_very_bytes(tmp_path: Path) -> None:
    list(write_files(SAMPLE, tmp_path))
    for name in (*(f"{name}.csv" for name in NAMES), "school.yml"):
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes(), name
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= 3_000_000


def test_the_readme_counts_the_dirt_rightly() -> None:
    told = {(file, dirt): int(number) for file, dirt, number, _ in readme_table("Dirt")}
    found = {
        (file, dirt): number
        for file, counts in recount(FOLDER).items()
        for dirt, number in counts.items()
    }
    assert told == found
    assert all(found.values())


def test_the_readme_shows_the_churn_cases_as_they_are_in_the_file(
    sample: dict[str, Parsed],
) -> None:
    table = readme_table("Churn cases")
    told = {(student, *term) for _, student, *term, _ in table}
    planted = {student for _, student, *_ in table}
    found = {
        (row["StudentId"], *term_of(row))
        for row in sample["subscriptions"].records
        if row["StudentId"] in planted
    }
    assert told == found
    assert [label for label, *_ in table] == [
        special.case for special in CHURN_CASES for _ in special.terms
    ]


@pytest.mark.parametrize(
    ("case", "gap"),
    [
        ("re-enrolled within grace", 10),
        ("re-enrolled at grace", 30),
        ("re-enrolled above grace", 31),
        ("back to back", 1),
        ("upgrade", 0),
        ("parallel, one ended", -220),
    ],
)
def test_the_next_subscription_starts_so_many_days_after_the_end(case: str, gap: int) -> None:
    first, second = [row for row in readme_table("Churn cases") if row[0] == case]
    assert (date.fromisoformat(second[2]) - date.fromisoformat(first[3])).days == gap


@pytest.mark.parametrize(
    ("case", "days"),
    [
        ("ended the day before", -1),
        ("ends on the as-of day", 0),
        ("ends the day after", 1),
        ("last day of grace", -30),
        ("first day after grace", -31),
    ],
)
def test_a_boundary_case_ends_on_its_day(case: str, days: int) -> None:
    (row,) = [row for row in readme_table("Churn cases") if row[0] == case]
    assert (date.fromisoformat(row[3]) - AS_OF).days == days


def test_the_files_have_the_promised_sizes_and_line_ends(sample: dict[str, Parsed]) -> None:
    sizes = {name: len(parsed.records) + parsed.broken.total() for name, parsed in sample.items()}
    assert sizes == {
        "students": 1_500,
        "sessions": 400,
        "attendance": 15_000,
        "subscriptions": 4_000,
        "calls": 77,
    }
    assert {name for name, parsed in sample.items() if parsed.ending == "\r\n"} == {"subscriptions"}
    assert all(parsed.broken.total() / sizes[name] < 0.01 for name, parsed in sample.items())


def test_eight_countries_buy_subscriptions(sample: dict[str, Parsed]) -> None:
    countries = Counter(row["Country"] for row in sample["subscriptions"].records)
    assert len({country.casefold().replace("\u2019", "'") for country in countries}) == 8
    assert countries["Côte d'Ivoire"] > 300


def test_hardly_a_schedule_cannot_be_understood(sample: dict[str, Parsed]) -> None:
    kinds = Counter(
        schedule_kind(row["ProductSchedule"]) for row in sample["subscriptions"].records
    )
    assert 0 < kinds["not understood"] <= 0.01 * kinds.total()


def test_alice_is_one_student_who_attends(sample: dict[str, Parsed]) -> None:
    named = [row for row in sample["students"].records if "alice" in row["name"].casefold()]
    assert [row["name"] for row in named] == ["Alice"]
    attended = {
        row["session_id"]
        for row in sample["attendance"].records
        if came(row) and row["student_id"].strip() == named[0]["student_id"]
    }
    assert len(attended & ids_of(sample["sessions"], "session_id")) >= 5


def test_churned_start_equals_end_cases_differ_in_attendance(sample: dict[str, Parsed]) -> None:
    present = {row["student_id"].strip() for row in sample["attendance"].records if came(row)}
    students = {row[0]: row[1] for row in readme_table("Churn cases")}
    assert students["start = end, attended"] in present
    assert students["start = end, never attended"] not in present


def test_a_fair_part_of_ended_subscriptions_is_lost(sample: dict[str, Parsed]) -> None:
    ended = [
        row
        for row in sample["subscriptions"].records
        if is_date(row["SubscriptionEndDate"]) and row["SubscriptionEndDate"] < AS_OF.isoformat()
    ]
    lost = [
        row
        for row in ended
        if row["SubscriptionHasDiploma"] == "FALSE"
        and re.fullmatch(r"[0-8]?\d\.\d\d%", row["SubscriptionProgress"])
    ]
    assert 0.1 < len(lost) / len(ended) < 0.4


def test_no_number_could_reach_a_person(sample: dict[str, Parsed]) -> None:
    """Each begins as its country's plan gives nobody a number, Ireland's as is kept for fiction."""
    begins = {plan.code: (plan.trunk, plan.lead) for plan in PLANS.values()}
    found = Counter[str]()
    for row in sample["students"].records:
        for number in row["phone"].split("/"):
            digits = re.sub(r"\D", "", number)
            if row["phone"] in MISSING or any(map(str.isalpha, number)):
                continue
            abroad = number.strip().startswith(("+", "00"))
            digits = digits.removeprefix("00") if abroad else digits
            codes = [
                code
                for code, (trunk, lead) in begins.items()
                if digits.startswith(f"{code}{lead}" if abroad else f"{trunk}{lead}")
            ]
            assert codes, number
            found.update(codes[:1] if abroad else [])
    assert len(found) == 8
    assert found.total() > 800


def test_calls_are_of_the_last_weeks_and_of_students_who_have_a_number(
    sample: dict[str, Parsed],
) -> None:
    numbers = {row["student_id"]: row["phone"] for row in sample["students"].records}
    calls = sample["calls"].records
    assert all(numbers[call["student_id"]] not in MISSING for call in calls)
    days = [date.fromisoformat(call["day"]) for call in calls]
    assert days == sorted(days)
    assert AS_OF.replace(month=10, day=1) < days[0]
    assert days[-1] <= AS_OF


def test_no_address_could_reach_a_person() -> None:
    for name in ("students", "subscriptions"):
        content = (FOLDER / f"{name}.csv").read_bytes().decode(errors="replace")
        domains = {found.lower() for found in re.findall(r"@([\w.-]*)", content)}
        assert domains <= {"example.org", "example.com", ""}
