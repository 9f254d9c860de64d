"""What is kept between two visits, in `.serve/` beside profiles.yml: dropped files, how they fare.

Only its owner reads it. Whatever ends the program, the next start finds here what happened.
"""

import csv
import fcntl
import json
import os
import shutil
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from common.errors import UserError
from common.folders import profiles_folder, short

# Files that nobody said yes to are personal data that lies around.
KEPT_SECONDS = 24 * 3600
# The warehouse has them, too; the page shows those that came after the last build.
CALLS_SECONDS = 30 * KEPT_SECONDS
LOAD, UNDO = "load", "undo"


@dataclass
class Work:
    """One run: with `files`, or without those of `loads`; `code` is None while it is at work.

    `by` is who said yes, where a proxy tells. `begun` are its loads and those of the same files
    before, `loads` what landed of them; `step` and `said` tell of one that failed, `cut_off` of one
    that ended with the program.
    """

    kind: str
    started: str
    files: list[str] = field(default_factory=list)
    by: str = ""
    begun: list[int] = field(default_factory=list)
    loads: list[int] = field(default_factory=list)
    code: int | None = None
    step: str = ""
    said: str = ""
    cancelled: bool = False
    cut_off: bool = False

    @property
    def is_done(self) -> bool:
        """Whether it ended well; 3 is that somebody was not told of it."""
        return self.code in (0, 3)

    @property
    def can_be_taken_back(self) -> bool:
        """Whether it landed something; an undo that did not end well can be gone on with."""
        return bool(self.loads) and (self.kind == LOAD or not self.is_done)


@dataclass
class State:
    """What was answered about the files, by the question's key, and the last run.

    `broken` is the limit because of which the files were refused, as `--allow` names it, or empty;
    `allowed` are those that they may break.
    """

    answers: dict[str, str] = field(default_factory=dict)
    broken: str = ""
    allowed: list[str] = field(default_factory=list)
    work: Work | None = None

    @property
    def is_working(self) -> bool:
        """Whether a run is at work."""
        return self.work is not None and self.work.code is None


class Kept:
    """The folder; `state` is what it says, written by `save`."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = root or profiles_folder() / ".serve"
        self.files, self.tokens = self.root / "files", self.root / "tokens"
        self.calls, self.progress = self.root / "calls", self.root / "progress.jsonl"
        self.error, self.erased = self.root / "error", self.root / "erased"
        for folder in (self.root, self.files, self.tokens, self.calls):
            folder.mkdir(mode=0o700, exist_ok=True)
            folder.chmod(0o700)
        self.state = self._read()

    def save(self) -> None:
        """Write the state, all at once."""
        new = self.root / "state.new"
        new.write_text(json.dumps(asdict(self.state)), "utf-8")
        new.replace(self.root / "state.json")

    def recover(self) -> None:
        """Say of a run that it was cut off, and throw away files that came in half."""
        for part in self.files.glob(".*"):
            part.unlink()
        if (work := self.state.work) and work.code is None:
            work.code, work.cut_off = -1, True
            work.step = self.step_reached()
            self.save()

    def dropped(self) -> list[Path]:
        """The files that came whole."""
        return sorted(
            path
            for path in self.files.iterdir()
            if path.is_file() and not path.name.startswith(".")
        )

    def is_receiving(self) -> bool:
        """Whether a file has come in part."""
        return any(self.files.glob(".*"))

    def forget_files(self) -> None:
        """Delete the files, and what was answered about them."""
        shutil.rmtree(self.files)
        self.files.mkdir(mode=0o700)
        self.state.answers = {}
        self.files_changed()

    def files_changed(self) -> None:
        """Forget what was said of limits: it was of the files as they were read."""
        self.state.broken, self.state.allowed = "", []
        self.save()

    def forget_students(self, ids: Collection[str]) -> None:
        """Delete what is kept of these students, and the dropped files, which may name them."""
        self.forget_files()
        for path in self.calls.glob("*.csv"):
            with path.open(encoding="utf-8", newline="") as file:
                rows = [row for row in csv.reader(file) if row[0] not in ids]
            new = path.with_suffix(".new")
            with new.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(rows)
            new.replace(path)
        self.erased.touch(0o600)

    def forget_old(self) -> None:
        """Delete files that have been waiting for a yes for a day, and calls of a month ago."""
        for path in self.calls.glob("*.csv"):
            if time.time() - path.stat().st_mtime > CALLS_SECONDS:
                path.unlink()
        changed = [path.stat().st_ctime for path in self.dropped()]
        if changed and not self.state.is_working and time.time() - max(changed) > KEPT_SECONDS:
            self.forget_files()

    def events(self) -> list[dict[str, Any]]:
        """What the last run has told so far; a line that is damaged is left out."""
        if not self.progress.exists():
            return []
        events = []
        for line in self.progress.read_text("utf-8", "replace").splitlines():
            with suppress(ValueError):
                events.append(json.loads(line))
        return [event for event in events if isinstance(event, dict)]

    def step_reached(self) -> str:
        """The step that the last run began last; empty where it began none."""
        steps = [event["step"] for event in self.events() if "number" in event]
        return steps[-1] if steps else ""

    def _read(self) -> State:
        path = self.root / "state.json"
        try:
            read = json.loads(path.read_text("utf-8"))
            work = Work(**read["work"]) if read["work"] else None
            return State(dict(read["answers"]), read["broken"], list(read["allowed"]), work)
        except FileNotFoundError:
            return State()
        except (ValueError, TypeError, KeyError):
            raise UserError(
                f"{short(path)} is damaged, or of another version: delete it, which forgets how "
                "the last run ended; dropped files and calls stay"
            ) from None


@contextmanager
def alone(kept: Kept, address: str) -> Iterator[None]:
    """Hold the folder; raise UserError, with the address of the one that is at work there."""
    path = kept.root / "at_work"
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise RunningError(file.read().strip()) from None
        file.truncate(0)
        file.write(address)
        file.flush()
        yield


class RunningError(UserError):
    """The page is there already, at `address`."""

    def __init__(self, address: str) -> None:
        super().__init__(f"the page is there already, at {address}")
        self.address = address


def now() -> str:
    """Return the moment, as the state has it."""
    return datetime.now(UTC).isoformat(timespec="seconds")
