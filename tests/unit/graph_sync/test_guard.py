"""How much a sync may delete."""

import pytest

from graph_sync.errors import GuardError
from graph_sync.guard import require_allowed
from graph_sync.plan import Plan


def plan(students: int, links: int) -> Plan:
    """Of 10 students and 1,000 attendances in the graph, so many leave."""
    made = Plan(links_held=1000, links_removed=links)
    made.students.held = 10
    for number in range(students):
        made.students.removals.append(f"s{number}")
    return made


@pytest.mark.parametrize(("students", "links"), [(0, 0), (1, 0), (0, 100), (1, 100)])
def test_up_to_the_share_is_allowed(students: int, links: int) -> None:
    require_allowed(plan(students, links), 0.1)


@pytest.mark.parametrize(
    ("students", "links", "told", "enough"),
    [
        (2, 0, "2 of 10 students (20.0%)", "0.2"),
        (0, 101, "101 of 1,000 attendance (10.1%)", "0.11"),
        (10, 1000, "10 of 10 students (100.0%), 1,000 of 1,000 attendance (100.0%)", "1`"),
    ],
)
def test_more_is_refused_and_the_share_that_is_enough_is_named(
    students: int, links: int, told: str, enough: str
) -> None:
    with pytest.raises(GuardError) as refused:
        require_allowed(plan(students, links), 0.1)

    assert told in str(refused.value)
    assert f"--allow-delete-fraction {enough}" in str(refused.value)


def test_an_empty_graph_has_nothing_to_lose() -> None:
    require_allowed(Plan(), 0.0)
