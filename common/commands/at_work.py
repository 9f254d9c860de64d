"""Who works on this project's servers now, so that nobody takes them away.

Looked for among the processes of this machine, as the embedded servers listen to no other: also
`dbt build`, which holds no lock, and what hangs on a server that does not answer.
"""

import os
from datetime import datetime
from pathlib import Path

import psutil

from common.errors import UserError
from common.folders import profiles_folder

PARTS = ("loaders", "refresh", "graph_sync", "dashboard", "backup", "privacy")


class AtWorkError(UserError):
    """A command is at work on the servers."""


def refuse_while_at_work() -> None:
    """Raise `AtWorkError`, which names the command that began first, where one is at work."""
    # What started this command waits for it, be it one of ours or a wrapper around one.
    ours = {os.getpid(), *(parent.pid for parent in psutil.Process().parents())}
    others = (process for process in psutil.process_iter() if process.pid not in ours)
    found = [each for each in map(_told, others) if each]
    if found:
        _, words = min(found)
        raise AtWorkError(f"{words}: wait until it ends, or end it, then run this again")


def _told(process: psutil.Process) -> tuple[float, str] | None:
    """Return since when a process works on this project, and it in words; None where it is none."""
    try:
        work = _work(process.cmdline())
        if work is None or _project(process) != profiles_folder():
            return None
        began = process.create_time()
        owner = process.username()
    except psutil.Error:
        return None  # ended meanwhile, or of somebody else, whose project it is then
    since = f"{datetime.fromtimestamp(began).astimezone():%Y-%m-%d %H:%M:%S %Z}"
    return began, f"`{work}` of {owner} is at work, process {process.pid}, since {since}"


def _work(command: list[str]) -> str | None:
    """What a command line does with the servers, in short."""
    for at, word in enumerate(command[:-1]):
        if word == "-m" and command[at + 1] in PARTS:
            return " ".join(["python", *command[at : at + 3]])
        if Path(word).name == "dbt":
            return " ".join(["dbt", *command[at + 1 :]])
    return None


def _project(process: psutil.Process) -> Path:
    """The folder of the profiles.yml that a process uses."""
    folder = Path(process.cwd())
    named = process.environ().get("DBT_PROFILES_DIR")
    return (folder / Path(named).expanduser()).resolve() if named else folder
