"""An export that is landed late makes nobody absent: the same people need a call, and it is old."""

import shutil
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from common import school
from common.folders import SAMPLE
from tests.corpus.files import write
from tests.corpus.school import OWN_DAY
from tests.corpus.variants import variant
from tests.corpus.warehouse import Statement, Told, landed, of_the_own_day, settled, told

LATE = (0, 14, 30, 100)  # days


def of_landings(
    folder: Path, day: date, late: Sequence[int], statements: Sequence[Statement]
) -> list[Told]:
    """Land a folder as many days late, and read each time what is said on that day."""
    found = []
    for days in late:
        landing = day + timedelta(days=days)
        landed(folder, landing)
        found.append(told(of_the_own_day(statements), landing))
    return found


def check(found: Sequence[Told]) -> None:
    on_time, *late = found
    assert on_time.figures.at_risk
    assert not any("has been out of date since" in point for point in on_time.verdict.points)
    for one in late:
        assert one.figures.at_risk == on_time.figures.at_risk
        assert any(
            "data of attendance has been out of date since" in point for point in one.verdict.points
        )


def test_the_school_landed_late(tmp_path: Path, statements: list[Statement]) -> None:
    write(variant("as declared").style, tmp_path)
    settled(tmp_path, {})
    check(of_landings(tmp_path, OWN_DAY, LATE, statements))


@pytest.mark.slow
def test_the_sample_landed_late(tmp_path: Path, statements: list[Statement]) -> None:
    for path in SAMPLE.glob("*.csv"):
        shutil.copy(path, tmp_path)
    settings = YAML(typ="safe").load((SAMPLE / school.NAME).read_text("utf-8"))
    own_day = settings.pop("as_of")
    for source in settings["sources"].values():
        source.pop("accepted")  # its age, which is to be told
    with (tmp_path / school.NAME).open("w", encoding="utf-8") as file:
        YAML().dump(settings, file)
    check(of_landings(tmp_path, own_day, LATE, statements))
