"""The data report speaks plainly of what the marts note down."""

import re
from datetime import UTC, datetime

from refresh.facts import Facts
from refresh.report import page_html

NOW = datetime(2026, 11, 26, 5, tzinfo=UTC)
CHANGE = {
    "change": "newly_churned",
    "rows": 1,
    "student_id": "0000007",
    "campus": None,
    "said_before": "in_grace",
    "says_now": "churned since 2026-11-01",
}


def test_what_changed_is_told_without_the_marts_words() -> None:
    facts = Facts(
        arrived=[],
        refused=[],
        rejected=[],
        status=[],
        issues=[],
        compared=[{"loaded_at": NOW, "previous_loaded_at": NOW}],
        changes=[CHANGE],
    )
    page = page_html(facts, build=None, outcome=None, now=NOW)
    (cells,) = re.findall(r"<th scope=\"row\">0000007</th>(.*)</tr>", page)
    assert re.findall(r"<td>(.*?)</td>", cells) == ["–", "in grace", "lost since 1 Nov 2026"]  # noqa: RUF001 - as shown
