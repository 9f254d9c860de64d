"""What is ticked off: what is refused costs no tick that was saved before."""

from pathlib import Path

import pytest

from common.errors import UserError
from serve import calls
from serve.calls import Tick, save
from serve.kept import Kept

FIRST = Tick("S1", "reached", "will come\nagain")


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    monkeypatch.setenv("DBT_PROFILES_DIR", str(tmp_path))
    monkeypatch.setattr(calls, "_land", lambda path, has_some: None)
    kept = Kept(tmp_path / ".serve")
    save(kept, FIRST)
    return kept


def saved(kept: Kept) -> list[Tick]:
    [path] = kept.calls.iterdir()
    return [*calls._read(path).values()]


@pytest.mark.parametrize("tick", [Tick("S\0", "reached"), Tick("S2", "reached", "\x1b[2J")])
def test_what_no_file_of_exports_may_hold_is_no_tick(kept: Kept, tick: Tick) -> None:
    with pytest.raises(UserError, match="no call of a student"):
        save(kept, tick)
    assert saved(kept) == [FIRST]


def test_a_tick_that_did_not_land_is_not_there(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, has_some: bool) -> None:
        raise UserError("PostgreSQL is not there")

    monkeypatch.setattr(calls, "_land", refuse)
    with pytest.raises(UserError, match="is not there"):
        save(kept, Tick("S2", "no answer"))
    assert saved(kept) == [FIRST]
