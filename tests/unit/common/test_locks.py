"""The lock by which one command at a time changes the servers."""

from pathlib import Path

import pytest

from common.errors import UserError
from common.servers import locks


def test_only_one_holds_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "WAIT_SECONDS", 0.0)
    path = tmp_path / "made when missing" / "lock"
    with (
        locks.exclusive(path, print),
        pytest.raises(UserError, match="end it and try again"),
        locks.exclusive(path, print),
    ):
        pass
    with locks.exclusive(path, print):
        pass


def test_a_lock_that_was_removed_keeps_nobody_out(tmp_path: Path) -> None:
    """As `clean` removes it while another command waits."""
    path = tmp_path / "lock"
    with path.open("a") as waiting:
        path.unlink()
        assert not locks._taken(waiting, path)
        path.touch()
        assert not locks._taken(waiting, path)
