"""Since when exports have said where a subscription stands, retention does not change."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from loaders.contract.model import Source
from tests.integration.loaders.conftest import Load, Prune, Rows

SOURCES = """
sources:
  subscriptions:
    files: "*subscriptions*.csv"
    columns: [Student, SubscriptionStatus]
    mode: snapshot
    retention: {loads: 1, monthly: false}
"""
SAID = 'select "Student", "SubscriptionStatus", said_on from staging.said_statuses order by 1, 2'


def test_what_dropped_loads_said_is_kept_with_the_first_of_their_days(
    load: Load,
    prune: Prune,
    inbox: Path,
    query: Callable[[str], Rows],
    contract: Callable[[str], tuple[Source, ...]],
) -> None:
    sources = contract(SOURCES)
    for month, rows in enumerate(("Ada,\nBo,left", "Ada,left\nBo,left", "Ada,left", "Ada,Left"), 1):
        (inbox / "subscriptions.csv").write_text(f"Student,SubscriptionStatus\n{rows}\n")
        load(sources, as_of=date(2026, month, 1))
        if month != 2:  # the second and third are dropped at once
            prune(sources[0])
    assert query(SAID) == [("Ada", "left", date(2026, 2, 1)), ("Bo", "left", date(2026, 1, 1))]
