"""What the next start finds of what was there before."""

import json
import os
import time
from pathlib import Path

import pytest

from common.errors import UserError
from serve.kept import LOAD, Kept, RunningError, Work, alone


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / ".serve"


def test_the_next_start_finds_files_answers_and_the_last_run(root: Path) -> None:
    kept = Kept(root)
    (kept.files / "students.csv").write_text("a")
    kept.state.answers["students: dates"] = "day first"
    kept.state.work = Work(LOAD, "2026-11-15T08:00:00+00:00", ["students.csv"], code=0)
    kept.save()
    again = Kept(root)
    again.recover()
    assert [path.name for path in again.dropped()] == ["students.csv"]
    assert again.state == kept.state


def test_a_run_that_was_cut_off_is_told_with_its_step(root: Path) -> None:
    kept = Kept(root)
    kept.state.work = Work(LOAD, "2026-11-15T08:00:00+00:00")
    kept.save()
    events = [{"step": "load", "number": 1}, {"step": "build", "number": 2}, {"stage": "tests"}]
    kept.progress.write_text("".join(json.dumps(event) + "\n" for event in events) + '{"half')
    again = Kept(root)
    assert again.state.is_working
    again.recover()
    assert again.state.work
    assert not again.state.is_working
    assert (again.state.work.cut_off, again.state.work.step) == (True, "build")
    assert not again.state.work.is_done


def test_what_came_in_half_is_thrown_away(root: Path) -> None:
    kept = Kept(root)
    (kept.files / ".students.csv").write_text("ha")
    assert kept.is_receiving()
    kept.recover()
    assert list(kept.files.iterdir()) == []


def test_files_wait_a_day_for_a_yes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Kept(root)
    path = kept.files / "students.csv"
    path.write_text("a")
    os.utime(path, (0, 0))  # an old export that was dropped just now
    kept.forget_old()
    assert kept.dropped() == [path]
    monkeypatch.setattr(time, "time", lambda: path.stat().st_ctime + 24 * 3600 + 1)
    kept.state.work = Work(LOAD, "2026-11-15T08:00:00+00:00")
    kept.forget_old()
    assert kept.dropped() == [path], "at work"
    kept.state.work.code = 2
    kept.forget_old()
    assert kept.dropped() == []


def test_a_second_one_is_told_where_the_first_is(root: Path) -> None:
    with alone(Kept(root), "http://127.0.0.1:8700"):
        with pytest.raises(RunningError) as error, alone(Kept(root), "http://127.0.0.1:9000"):
            pass
        assert error.value.address == "http://127.0.0.1:8700"
    with alone(Kept(root), "http://127.0.0.1:9000"):
        pass


@pytest.mark.parametrize("text", ['{"answ', "[]", '{"answers": {}, "work": {"new": 1}}', "{}"])
def test_a_damaged_state_is_one_line_and_no_file_is_lost(root: Path, text: str) -> None:
    path = Kept(root).files / "students.csv"
    path.write_text("a")
    (root / "state.json").write_text(text)
    with pytest.raises(UserError, match=r"state\.json is damaged"):
        Kept(root)
    (root / "state.json").unlink()
    assert Kept(root).dropped() == [path]


def test_what_is_no_file_was_not_dropped(root: Path) -> None:
    kept = Kept(root)
    (kept.files / "folder").mkdir()
    (kept.files / "students.csv").symlink_to("nowhere")
    assert kept.dropped() == []
    kept.forget_files()
    assert list(kept.files.iterdir()) == []


def test_a_line_of_progress_that_a_full_disk_cut_is_left_out(root: Path) -> None:
    kept = Kept(root)
    kept.progress.write_text('{"step": "load"}\n{"ste{"step": "build"}\n{"step": "graph"}\n{"st')
    assert [event["step"] for event in kept.events()] == ["load", "graph"]
