"""What becomes of a run: its files, what it landed, and who asks it to end."""

import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from common.errors import UserError
from common.language import language
from serve import last_files, work
from serve.kept import LOAD, UNDO, Kept, Work
from serve.understood import understood_page
from serve.work import Worker
from tests.unit.serve.loops import finished

STARTED = "2026-11-15T08:00:00+00:00"
FAIL = "raise SystemExit(2)"


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    kept = Kept(tmp_path / ".serve")
    (kept.files / "students.csv").write_text("student_id")
    return kept


@pytest.fixture(autouse=True)
def ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each load that began has landed."""
    monkeypatch.setattr(work, "_landed", list)


def ran(kept: Kept, deed: str, *code: str) -> Work:
    """The run after a deed of the worker's, whose command is a piece of Python."""
    worker = Worker(kept, lambda: None)
    command = [sys.executable, "-c", *(code or ("",))]

    def wait(one: Work, _: Sequence[str]) -> int:
        return Worker._wait(worker, one, command)

    async def whole() -> None:
        getattr(worker, deed)()
        assert worker.task
        await worker.task

    worker._wait = wait  # type: ignore[method-assign, assignment]
    finished(whole())
    assert kept.state.work
    return kept.state.work


def test_an_undo_leaves_the_files_that_wait_for_a_yes(kept: Kept) -> None:
    kept.state.answers["students: dates"] = "day first"
    kept.state.work = Work(LOAD, STARTED, ["attendance.csv"], loads=[4], code=0)
    assert ran(kept, "undo").is_done
    assert [path.name for path in kept.dropped()] == ["students.csv"]
    assert kept.state.answers
    assert ran(kept, "load").is_done
    assert kept.dropped() == []


def test_a_run_that_a_full_disk_keeps_from_beginning_has_ended(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(work, "child", refuse)
    one = ran(kept, "load")
    assert (one.code, one.loads) == (2, [])
    assert one.said
    assert kept.dropped()


def test_an_undo_that_did_not_end_well_can_be_gone_on_with(kept: Kept) -> None:
    kept.state.work = Work(LOAD, STARTED, ["attendance.csv"], loads=[4], code=0)
    assert ran(kept, "undo", FAIL).code == 2
    assert ran(kept, "undo").is_done
    with pytest.raises(UserError, match="nothing to take back"):
        Worker(kept, lambda: None).undo()


def test_what_files_landed_before_they_failed_is_taken_back_with_them(kept: Kept) -> None:
    begun = f"from common.commands.watched import tell; tell(loads=[4]); {FAIL}"
    assert ran(kept, "load", begun).loads == [4]
    work_again = ran(kept, "load")
    assert work_again.is_done
    assert work_again.loads == [4]


def test_what_a_run_landed_is_known_again_with_the_server(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = f"from common.commands.watched import tell; tell(loads=[4]); {FAIL}"
    with monkeypatch.context() as gone:
        gone.setattr(work, "_landed", lambda begun: [])
        assert ran(kept, "load", begun).loads == []
    assert ran(kept, "load").loads == [4]


def test_what_a_run_landed_that_was_cut_off_can_be_taken_back(kept: Kept) -> None:
    kept.state.work = Work(LOAD, STARTED, ["students.csv"])
    told = '{"step": "load", "number": 1}\n7\n\0{"loads": [6]}\n{"loads": [4, 5]}\n{"loads": ['
    kept.progress.write_text(told)
    kept.recover()
    worker = Worker(kept, lambda: None)
    finished(worker.recover())
    assert kept.state.work.can_be_taken_back
    assert Kept(kept.root).state.work == kept.state.work
    assert kept.state.work.loads == [4, 5]


REFUSED = "students.csv has 2 rows: export it again"
ASKED = f"{REFUSED}, or land it all the same with `--allow students.max_shrink`"


def refused(kept: Kept) -> Work:
    said = f"tell(failed_step='load', said={ASKED!r})"
    return ran(kept, "load", f"from common.commands.watched import tell; {said}; {FAIL}")


def test_a_refused_file_may_break_its_limit_until_another_one_comes(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[Sequence[str]] = []
    assert refused(kept).said == REFUSED, "the rest is for a terminal"
    assert understood_page(kept, None, language())["broken"] == "students.max_shrink"
    kept.state.allowed.append(kept.state.broken)
    monkeypatch.setattr(Worker, "_begin", lambda _, work, command: commands.append(command))
    Worker(kept, lambda: None).load()
    kept.files_changed()
    Worker(kept, lambda: None).load()
    run = ["refresh", "run", str(kept.files)]
    assert commands == [[*run, "--allow", "students.max_shrink"], run]
    assert understood_page(kept, None, language())["broken"] == ""


def test_a_run_is_asked_to_end_once(kept: Kept) -> None:
    sent: list[int] = []
    process: Any = SimpleNamespace(send_signal=sent.append)
    worker = Worker(kept, lambda: None, process)
    kept.state.work = Work(LOAD, STARTED)
    worker.cancel()
    worker.cancel()
    assert sent == [signal.SIGTERM]


def test_a_run_that_is_cancelled_before_it_began_does_not_go_on(kept: Kept) -> None:
    worker = Worker(kept, lambda: None)
    kept.state.work = one = Work(LOAD, STARTED)
    worker.cancel()
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    assert worker._wait(one, command) == 128 + signal.SIGTERM


@pytest.mark.parametrize("kind", [LOAD, UNDO])
def test_figures_that_were_published_before_a_cancel_are_told_as_new(kept: Kept, kind: str) -> None:
    kept.state.work = one = Work(kind, STARTED, code=143, step="graph", cancelled=True)
    assert last_files.outcome(one, language())["title"].startswith("The figures are new")
    assert "as they were" not in understood_page(kept, None, language())["earlier"]
