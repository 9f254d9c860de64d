"""Runs a refresh, or takes one back, as the terminal does; no browser need be there meanwhile."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from psycopg import Error

from common.commands.children import child
from common.commands.cli import ERROR_FILE, KILLED, USER_ERROR, one_line
from common.commands.watched import PROGRESS_FILE
from common.errors import UserError
from common.machine import refusal
from common.servers.connections import Role, connect_postgres
from loaders.staging import loads
from serve.kept import LOAD, UNDO, Kept, Work, now


@dataclass
class Worker:
    """The one run that is at work; `changed` is called when it begins and ends."""

    kept: Kept
    changed: Callable[[], None]
    process: subprocess.Popen[str] | None = None
    task: "asyncio.Task[None] | None" = None

    def load(self) -> None:
        """Refresh with the dropped files, which are deleted when it ended well."""
        names, last = [path.name for path in self.kept.dropped()], self.kept.state.work
        # What they landed before they failed does not land twice, and is theirs all the same.
        again = last is not None and not last.is_done and (last.kind, last.files) == (LOAD, names)
        work = Work(LOAD, now(), names, loads=last.loads if last and again else [])
        self._begin(work, ["refresh", "run", str(self.kept.files)])

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

    async def _run(self, work: Work, command: Sequence[str]) -> None:
        try:
            work.loads_before = await asyncio.to_thread(_newest_load)
            self.kept.save()
            code = await asyncio.to_thread(self._wait, work, command)
        except UserError as error:  # the server is not there
            code, work.said = USER_ERROR, one_line(error)
        except (Error, OSError) as error:  # it stopped meanwhile, or the disk is full
            code, work.said = USER_ERROR, refusal(error) or type(error).__name__
        events = self.kept.events()
        ended = [event for event in events if "failed_step" in event]
        steps = [event["step"] for event in events if "number" in event]
        work.step = ended[-1]["failed_step"] if ended else steps[-1] if steps else ""
        work.said = ended[-1]["said"] if ended else work.said
        if code and not work.said and self.kept.error.exists():
            work.said = self.kept.error.read_text("utf-8")
        if work.kind == LOAD and work.loads_before is not None:
            ticked = [path.name for path in self.kept.calls.iterdir()]
            landed = await asyncio.to_thread(_landed_since, work.loads_before, ticked)
            work.loads = sorted({*work.loads, *landed})
        work.code = code
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


def _newest_load() -> int:
    with connect_postgres(role=Role.LOADER, application_name="serve") as connection:
        return loads.newest(connection)


def _landed_since(before: int, ticked: Sequence[str]) -> list[int]:
    """The run's loads; ticks that were saved meanwhile are not taken back with its files."""
    try:
        with connect_postgres(role=Role.LOADER, application_name="serve") as connection:
            return loads.landed_since(connection, before, ticked)
    except (UserError, Error):
        return []  # the server is gone, which the run has said
