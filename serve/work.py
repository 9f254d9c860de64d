"""Runs a refresh, or takes one back, as the terminal does; no browser need be there meanwhile."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from common.commands.children import child
from common.commands.cli import ERROR_FILE, KILLED, USER_ERROR, one_line
from common.commands.watched import PROGRESS_FILE
from common.errors import UserError
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
        names = [path.name for path in self.kept.dropped()]
        self._begin(Work(LOAD, now(), names), ["refresh", "run", str(self.kept.files)])

    def undo(self) -> None:
        """Take back what the last run landed."""
        last = self.kept.state.work
        if last is None or last.kind != LOAD or not last.loads:
            raise UserError("there is nothing to take back")
        self._begin(
            Work(UNDO, now(), last.files, loads=last.loads),
            ["refresh", "undo", *map(str, last.loads)],
        )

    def cancel(self) -> None:
        """Ask the run to end; what is published stays as it was."""
        work = self.kept.state.work
        if work and self.process:
            work.cancelled = True
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
        self.kept.state.work = work
        self.kept.save()
        self.changed()
        self.task = asyncio.create_task(self._run(work, [sys.executable, "-m", *command]))

    async def _run(self, work: Work, command: Sequence[str]) -> None:
        try:
            work.loads_before = await asyncio.to_thread(_newest_load)
            self.kept.save()
            code = await asyncio.to_thread(self._wait, command)
        except UserError as error:  # the server is not there
            code, work.said = USER_ERROR, one_line(error)
        events = self.kept.events()
        ended = [event for event in events if "failed_step" in event]
        steps = [event["step"] for event in events if "number" in event]
        work.step = ended[-1]["failed_step"] if ended else steps[-1] if steps else ""
        work.said = ended[-1]["said"] if ended else work.said
        if code and not work.said and self.kept.error.exists():
            work.said = self.kept.error.read_text("utf-8")
        if work.kind == LOAD:
            work.loads = await asyncio.to_thread(_landed_since, work.loads_before)
        work.code = code
        if work.is_done:
            work.step = ""
            self.kept.forget_files()
        self.kept.save()
        self.changed()

    def _wait(self, command: Sequence[str]) -> int:
        """Run it; the child ends with this program."""
        told = {PROGRESS_FILE: str(self.kept.progress), ERROR_FILE: str(self.kept.error)}
        with child(command, env={**os.environ, **told}) as process:
            self.process = process
            code = process.wait()
        self.process = None
        return KILLED - code if code < 0 else code


def _newest_load() -> int:
    with connect_postgres(role=Role.LOADER, application_name="serve") as connection:
        return loads.newest(connection)


def _landed_since(before: int) -> list[int]:
    try:
        with connect_postgres(role=Role.LOADER, application_name="serve") as connection:
            return loads.landed_since(connection, before)
    except UserError:
        return []  # the server is gone, which the run has said
