"""What is made to be shared tells of nobody; what is private tells all, to its owner alone."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator
from itertools import groupby, permutations
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, expect

from common.private import SHARED_FOLDERS
from dashboard.preview.across import REST, told_by
from dashboard.preview.few import FEWEST
from dashboard.preview.shared import shared_model
from dashboard.spec.check import checked_report
from dashboard.spec.marts import read_marts
from tests.integration.dashboard.looks import unpacked
from tests.integration.in_process import Ended, run_module

MODEL = re.compile(r'<script type="application/json" id="model">(.*?)</script>', re.DOTALL)
# Of each chart that counts people by groups, the groups and how many are in each.
PEOPLE = {
    "Why students are at risk": """
        select replace(at_risk_reason, '_', ' '), count(*) from marts.student_engagement
        where is_at_risk = 1 group by 1
    """,
    "Students at risk by campus": """
        select campus, count(*) from marts.student_engagement where is_at_risk = 1 group by 1
    """,
    "Students at risk by track": """
        select track, count(*) from marts.student_engagement where is_at_risk = 1 group by 1
    """,
    "Why students were lost": """
        select replace(churn_reason, '_', ' '), count(*) from marts.student_churn
        where subscription_status = 'churned' group by 1
    """,
    "Students lost by month": """
        select date_trunc('month', churned_on)::date::text, count(*) from marts.student_churn
        where subscription_status = 'churned'
            and churned_on >= date_trunc('month', as_of_date) - interval '23 months'
        group by 1
    """,
}


@pytest.fixture(scope="module")
def private(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The private folder that the school names."""
    folder = tmp_path_factory.mktemp("owners") / "private"
    school = warehouse / "school.yml"
    before = school.read_text("utf-8") if school.exists() else None
    school.write_text(f"private_folder: {folder}\n", "utf-8")
    yield folder
    school.unlink() if before is None else school.write_text(before, "utf-8")


@pytest.fixture(scope="module")
def written(reader: psycopg.Connection[Any], private: Path) -> Ended:
    """How the two commands ended that write the pages, the folders swept before."""
    for folder in SHARED_FOLDERS:
        (folder / "index.html").unlink(missing_ok=True)
    done = run_module("dashboard", "preview")
    assert {path.name for path in private.iterdir()} == {"dashboard.html", "report.html"}
    assert run_module("refresh", "report").returncode == 0
    return done


@pytest.fixture(scope="module")
def shared(written: Ended) -> dict[str, Any]:
    return model_of(SHARED_FOLDERS[0] / "index.html")


def model_of(page: Path) -> dict[str, Any]:
    found = MODEL.search(page.read_text("utf-8"))
    assert found
    model: dict[str, Any] = json.loads(found[1])
    return model


def charts(model: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {chart["title"]: chart for page in model["pages"] for chart in page["charts"]}


def test_nothing_in_a_shared_folder_names_anybody(
    written: Ended, reader: psycopg.Connection[Any]
) -> None:
    people = reader.execute("select student_id, name, email from marts.students").fetchall()
    pages = [path for folder in SHARED_FOLDERS for path in folder.glob("*.html")]
    assert len(pages) == 2
    for path in pages:
        text = path.read_text("utf-8")
        assert unpacked(text) == text
        words = set(re.findall(r"[\w.@+-]+", text))
        assert not words & {student_id for student_id, _, _ in people}
        assert not [name for _, name, _ in people if name and name in text]
        assert not words & {email for _, _, email in people if email}


def test_the_private_pages_list_people_and_only_their_owner_reads_them(
    written: Ended, private: Path, reader: psycopg.Connection[Any]
) -> None:
    assert (private / "dashboard.html").as_uri() in written.stdout
    assert sorted(path.name for path in private.iterdir()) == ["dashboard.html", "report.html"]
    assert {path.stat().st_mode & 0o777 for path in private.iterdir()} == {0o600}
    at_risk = reader.execute(
        "select student_id from marts.student_engagement where is_at_risk = 1 "
        "order by days_since_last_attended desc nulls first, student_id limit 25"
    ).fetchall()
    text = unpacked((private / "dashboard.html").read_text("utf-8"))
    assert all(student_id in text for (student_id,) in at_risk)
    assert "Do not pass it on" in text


def test_the_private_pages_lead_to_each_other_and_what_is_passed_on_alone_nowhere(
    written: Ended, private: Path, chromium: Browser
) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    page.goto((private / "dashboard.html").as_uri())
    link = page.locator(".first:visible .usable .to-report")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Data report")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".first:visible .usable")).to_be_visible()
    page.locator('nav a[href="#churn"]').click()
    page.locator("#verdict .to-report").click()
    expect(page.locator("h1")).to_have_text("Data report")
    for folder in SHARED_FOLDERS:
        page.goto((folder / "index.html").as_uri())
        links = page.locator("a").evaluate_all("all => all.map((a) => a.getAttribute('href'))")
        assert [link for link in links if not link.startswith("#")] == []
    page.close()


def test_what_is_shared_carries_no_rows_to_add_up(shared: dict[str, Any]) -> None:
    assert (shared["cubes"], shared["controls"]) == ([], [])


@pytest.mark.parametrize("title", PEOPLE)
def test_no_group_of_fewer_than_five_is_shown_or_left_over(
    shared: dict[str, Any], reader: psycopg.Connection[Any], title: str
) -> None:
    counts = dict(reader.execute(PEOPLE[title].encode()).fetchall())
    rows = charts(shared)[title]["answer"]["rows"]
    shown = {row["keys"][0]: row["metrics"][0] for row in rows}
    exact = {key: count for key, count in shown.items() if not isinstance(count, str)}
    assert exact == {key: counts[key] for key in exact}
    assert all(count >= FEWEST for count in exact.values())
    left_over = sum(counts.values()) - sum(exact.values())
    assert left_over == 0 or left_over >= FEWEST
    few = {key for key, count in counts.items() if count < FEWEST}
    assert {key for key, word in shown.items() if word == "fewer than 5"} == few
    if few and exact:
        assert len(set(shown) - set(exact)) > 1


AT_RISK = {
    "replace(at_risk_reason, '_', ' ')": "Why students are at risk",
    "campus": "Students at risk by campus",
    "track": "Students at risk by track",
}


@pytest.mark.parametrize(("one", "other"), [*permutations(AT_RISK, 2)])
def test_no_bars_less_those_of_another_chart_are_a_small_group(
    shared: dict[str, Any], reader: psycopg.Connection[Any], one: str, other: str
) -> None:
    shown = [
        {row["keys"][0] for row in charts(shared)[title]["answer"]["rows"] if not is_hidden(row)}
        for title in (AT_RISK[one], AT_RISK[other])
    ]
    table: dict[Hashable, dict[Hashable, int]] = defaultdict(Counter)
    for *keys, people in reader.execute(
        f"select {one}, {other}, count(*) from marts.student_engagement"
        " where is_at_risk = 1 group by 1, 2".encode()
    ).fetchall():
        row, column = (
            key if key in known else REST for key, known in zip(keys, shown, strict=True)
        )
        table[row][column] += people
    assert told_by(table) is None


def is_hidden(row: dict[str, Any]) -> bool:
    return isinstance(row["metrics"][0], str)


def test_rates_of_small_groups_are_not_shown(
    shared: dict[str, Any], reader: psycopg.Connection[Any]
) -> None:
    small = reader.execute(
        f"""
        select track from marts.churn_by_cohort group by track
        having sum(subscriptions_churned) between 1 and {FEWEST - 1}
            or sum(subscriptions_judged) - sum(subscriptions_churned) between 1 and {FEWEST - 1}
        """.encode()
    ).fetchall()
    rows = charts(shared)["Churn rate by track"]["answer"]["rows"]
    hidden = {row["keys"][0] for row in rows if row["metrics"][0] == "fewer than 5"}
    assert hidden == {track for (track,) in small}


def test_a_big_number_that_another_one_gives_away_is_not_shown(
    reader: psycopg.Connection[Any],
) -> None:
    """All students less the enrolled, whom bars tell, too: where these are three, both go."""
    with reader.transaction(force_rollback=True):
        reader.execute(
            """
            update marts.student_engagement set
                enrolled_label = case when few.student_id is null then 'enrolled' else '-' end,
                came_label = case when few.student_id is null then 'came' else '-' end
            from marts.student_engagement as everybody
            left join (select student_id from marts.students order by 1 limit 3) as few
                using (student_id)
            where student_engagement.student_id = everybody.student_id
            """
        )
        told = charts(shared_model(reader, checked_report(), read_marts()))
    scores = {title: chart["answer"]["rows"][0]["metrics"][0] for title, chart in told.items()}
    assert (scores["Students"], scores["Enrolled students"]) == ("not shown", "not shown")
    # On another page of the file.
    assert scores["Students who came lately"] == "not shown"


def test_small_groups_come_last_in_no_order_of_size(shared: dict[str, Any]) -> None:
    for title, chart in charts(shared).items():
        if chart["sort"] and chart["sort"]["by"] in {metric["name"] for metric in chart["metrics"]}:
            rows = chart["answer"]["rows"]
            parts = [key for key, _ in groupby(isinstance(row["metrics"][0], str) for row in rows)]
            assert parts in ([], [False], [True], [False, True]), title


def test_every_source_that_tells_of_people_says_how_many_are_in_a_group() -> None:
    report = checked_report()
    shown = {
        chart.data_source for page in report.pages for chart in page.charts if not chart.private
    }
    without = {source.name for source in report.data_sources if not source.people}
    # Rows of files are no people.
    assert without & shown == {"data_status", "data_quality_issues"}
