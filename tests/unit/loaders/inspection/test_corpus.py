"""Each variant of the corpus ends right with one yes, after the questions it says, or refused."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from loaders.contract.sources import DEFAULT_SOURCES, read_sources
from loaders.discovery import matched
from loaders.files.file import opened
from loaders.inspection.cells import cleaned
from loaders.inspection.folder import SourceView, read_folder
from loaders.inspection.proposal import Proposal, merge
from loaders.inspection.propose import propose
from loaders.inspection.statuses import statuses_of
from loaders.inspection.written_dates import read_date
from tests.corpus.figures import right_figures
from tests.corpus.files import write
from tests.corpus.school import the_school
from tests.corpus.variants import Variant, to_try

Settings = dict[str, Any]
SCHOOL = the_school()


def answered(variant: Variant, folder: Path) -> tuple[Proposal, Settings]:
    """Inspect, answer as the variant says, inspect again; return what is then kept."""
    own: Settings = {}
    answers = dict(variant.answers)
    proposal = propose(folder, DEFAULT_SOURCES, own)
    assert {question.about for question in proposal.questions} == set(answers)
    for question in proposal.questions:
        [choice] = [c for c in question.choices if c.name == answers[question.about]]
        merge(own, {question.source: choice.settings})
    proposal = propose(folder, DEFAULT_SOURCES, own)
    assert proposal.questions == []
    merge(own, proposal.settings)
    return proposal, own


@pytest.mark.parametrize("variant", to_try(refused=True))
def test_what_no_setting_makes_right_is_refused(variant: Variant, tmp_path: Path) -> None:
    write(variant.style, tmp_path)
    proposal = propose(tmp_path, DEFAULT_SOURCES, {})
    assert any(variant.refused in message for message in proposal.refusals)


@pytest.mark.parametrize("variant", to_try(refused=False))
def test_what_is_kept_reads_the_school_right(variant: Variant, tmp_path: Path) -> None:
    write(variant.style, tmp_path)
    proposal, own = answered(variant, tmp_path)
    assert proposal.refusals == []
    sources = read_sources(own=own)
    seen = {view.source.name: view for view in read_folder(tmp_path, sources, own).sources}
    assert {name: view.rows for name, view in seen.items()}.keys() == {
        *("students", "sessions", "attendance", "subscriptions"),
    }
    _check_students(seen["students"])
    _check_dates(seen, own, variant)
    _check_marks(seen["attendance"], own, variant)
    _check_landing(tmp_path, own, seen)
    # Said once, nothing is asked or proposed again.
    again = propose(tmp_path, DEFAULT_SOURCES, own)
    assert (again.questions, {k: v for k, v in again.settings.items() if v}) == ([], {})


def _check_landing(folder: Path, own: Settings, seen: Mapping[str, SourceView]) -> None:
    """The loader's own readers take every record under what was kept, and reject none."""
    landed: Counter[str] = Counter()
    for file in matched(folder, read_sources(own=own)):
        with opened(file.source, file.path, lambda done: None) as stream:
            for batch in stream.batches:
                assert batch.rejects == []
                landed[file.source.name] += batch.landed
    assert landed == {
        name: sum(one.table.rows + one.table.headers + one.table.totals for one in view.files)
        for name, view in seen.items()
    }


def _check_students(seen: SourceView) -> None:
    ids = {cleaned(text) for text in seen.cells["student_id"]}
    assert {student.student_id for student in SCHOOL.students} <= ids
    assert len(ids - {student.student_id for student in SCHOOL.students}) <= 1  # of nobody
    assert len(seen.cells["name"]) == len(SCHOOL.students)


def _check_dates(seen: Mapping[str, SourceView], own: Settings, variant: Variant) -> None:
    def read(source: str, column: str) -> set[date | None]:
        order = own.get(source, {}).get("date_order", "iso")
        return {
            read_date(text, order[column] if isinstance(order, dict) else order)
            for text in seen[source].cells[column]
        }

    def right(days: set[date]) -> set[date | None]:
        few = variant.style.few_days
        return {day.replace(day=(day.day - 1) % 12 + 1) if few else day for day in days}

    assert read("sessions", "date") == right({session.day for session in SCHOOL.sessions})
    ends = {subscription.end for subscription in SCHOOL.subscriptions}
    assert read("subscriptions", "SubscriptionEndDate") == right(ends)
    scale = own.get("subscriptions", {}).get("progress", "percent")
    progress = {
        _share(cleaned(text), scale)
        for text in seen["subscriptions"].cells["SubscriptionProgress"]
        if text.strip()
    }
    if variant.style.progress != "zeros and ones":
        assert progress == {s.progress for s in SCHOOL.subscriptions if s.progress is not None}


def _share(text: str, scale: str) -> Decimal:
    number = Decimal(text.replace("%", "").replace(" ", "").replace(",", "."))
    return number / 100 if scale == "percent" or "%" in text else number


def _check_marks(seen: SourceView, own: Settings, variant: Variant) -> None:
    if "register" in own.get("attendance", {}) or variant.told == "pairs":
        return
    figures = right_figures(SCHOOL)
    words = own.get("attendance", {}).get("statuses", {})
    found = statuses_of(seen.cells["status"], "attendance", words)
    counts: Counter[str] = Counter()
    for _, count, meaning in found.known:
        counts[meaning] += count
    twice = 2 if "twice" in variant.style.damage else 1
    right = {"attended": figures.attended, "missed": figures.missed, "excused": figures.excused}
    extra = any(damage in variant.style.damage for damage in ("scientific", "reference error"))
    assert sum(counts.values()) == twice * sum(map(len, right.values())) + extra
    assert {key: counts[key] // twice for key in ("missed", "excused")} == {
        key: len(right[key]) for key in ("missed", "excused")
    }
