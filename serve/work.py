"""Runs a refresh, or takes one back, as the terminal does; no browser need be there meanwhile."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from psycopg import Error

from common.commands.children import child
from common.commands.cli import ERROR_FILE, KILLED, USER_ERROR
from common.commands.watched import PROGRESS_FILE
from common.errors import UserError
from common.machine import refusal
from common.servers.connections import Role, connect_postgres
from loaders.staging import loads
from serve.kept import LOAD, UNDO, Kept, Work, now

# How a load ends that refuses a file, where somebody may want it all the same: words for a
# terminal, in whose place the page has a button.
ALLOW = re.compile(r", or land it all the same with `--allow (\w+\.\w+)`$")


@dataclass
class Worker:
    """The one run that is at work; `changed` is called when it begins and ends."""

    kept: Kept
    changed: Callable[[], None]
    process: subprocess.Popen[str] | None = None
    task: "asyncio.Task[None] | None" = None

    def load(self, by: str = "") -> None:
        """Refresh with the dropped files, which are deleted when it ended well.

        `by` is who asked for it, where that is known.
        """
        names, last = [path.name for path in self.kept.dropped()], self.kept.state.work
        # What they landed before they failed does not land twice, and is theirs all the same.
        again = last is not None and not last.is_done and (last.kind, last.files) == (LOAD, names)
        work = Work(LOAD, now(), names, by, begun=last.begun if last and again else [])
        allowed = [word for limit in self.kept.state.allowed for word in ("--allow", limit)]
        self._begin(work, ["refresh", "run", str(self.kept.files), *allowed])

    def undo(self) -> None:
        """Take back what the last run landed."""
        last = self.kept.state.work
        if last is None or not last.can_be_taken_back:
            raise UserError("there is nothing to take back")
        self._begin(
            Work(UNDO, now(), last.files, loads=last.loads),
            ["refresh", "undo", *map(str, last.loads)],
        )

    def cancel(self) -> None:
        """Ask the run to end, once: a second signal would interrupt its tidying up."""
        work = self.kept.state.work
        if work and self.kept.state.is_working and not work.cancelled:
            work.cancelled = True
            if self.process:
                self.process.send_signal(signal.SIGTERM)

    async def stop(self) -> None:
        """End the run with the program; what it was in the middle of is told as cut off."""
        if self.process and self.task and self.kept.state.work:
            self.kept.state.work.cut_off = True
            self.process.send_signal(signal.SIGTERM)
            await self.task

    def _begin(self, work: Work, command: Sequence[str]) -> None:
        if self.kept.state.is_working:
            raise UserError("files are being worked on")
        for path in (self.kept.progress, self.kept.error):
            path.unlink(missing_ok=True)
        before, self.kept.state.work = self.kept.state.work, work
        try:
            self.kept.save()
        except OSError:  # nothing has begun
            self.kept.state.work = before
            raise
        self.changed()
        self.task = asyncio.create_task(self._run(work, [sys.executable, "-m", *command]))

    async def recover(self) -> None:
        """Learn what a run landed that was cut off, so that it can be taken back."""
        if (work := self.kept.state.work) and work.cut_off:
            await self._find_landed(work)
            self.kept.save()

    async def _find_landed(self, work: Work) -> None:
        if work.kind == LOAD:
            work.begun += [load for event in self.kept.events() for load in event.get("loads", ())]
            work.loads = await asyncio.to_thread(_landed, work.begun)

    async def _run(self, work: Work, command: Sequence[str]) -> None:
        try:
            code = await asyncio.to_thread(self._wait, work, command)
        except OSError as error:  # the disk is full
            code, work.said = USER_ERROR, refusal(error) or type(error).__name__
        ended = [event for event in self.kept.events() if "failed_step" in event]
        work.step = ended[-1]["failed_step"] if ended else self.kept.step_reached()
        work.said = ended[-1]["said"] if ended else work.said
        if code and not work.said and self.kept.error.exists():
            work.said = self.kept.error.read_text("utf-8")
        await self._find_landed(work)
        work.code = code
        broken = ALLOW.search(work.said) if code else None
        self.kept.state.broken = broken[1] if broken else ""
        work.said = work.said[: broken.start()] if broken else work.said
        try:
            if work.is_done:
                work.step = ""
                if work.kind == LOAD:  # those that came before an undo still wait for a yes
                    self.kept.forget_files()
            self.kept.save()
        finally:
            self.changed()

    def _wait(self, work: Work, command: Sequence[str]) -> int:
        """Run it; the child ends with this program."""
        told = {PROGRESS_FILE: str(self.kept.progress), ERROR_FILE: str(self.kept.error)}
        with child(command, env={**os.environ, **told}) as process:
            self.process = process
            if work.cancelled:  # before it began
                process.send_signal(signal.SIGTERM)
            code = process.wait()
        self.process = None
        return KILLED - code if code < 0 else code


def _landed(begun: Sequence[int]) -> list[int]:
    """Those of these loads that landed."""
    try:
        with connect_postgres(role=Role.LOADER, application_name="serve") as connection:
            return loads.landed(connection, begun)
    except (UserError, Error):
        return []  # the server is gone, which the run has said
