"""Backups as folders: named by their moment, whole or not there, the oldest dropped."""

import json
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from common.errors import UserError
from common.servers.connections import Role

NAME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{6}Z")
UNFINISHED = ".unfinished-"
MANIFEST = "backup.json"
# In which schema each has what is kept. It is read and put back by its owner alone, because what is
# attached to a table, such as a condition that calls a function, runs as whoever does that.
OWNERS = {Role.LOADER: "staging", Role.TRANSFORMER: "history", Role.GRAPH: "history"}


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself.

    `marts` are checksums of what its rows were built into; None where they were not built, or of
    other rows. `loads` is how many loads it holds.
    """

    made_at: str
    loads: int
    as_of_date: str | None
    marts: dict[str, str] | None
    has_graph: bool


@contextmanager
def new_backup(folder: Path) -> Iterator[Path]:
    """Make a folder in `folder` that only we can read; it gets its name when all is in it."""
    side = folder / f"{UNFINISHED}{secrets.token_hex(4)}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in folder.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left)
        side.mkdir(mode=0o700)
    except OSError as error:
        raise UserError(f"cannot back up to {folder}: {error.strerror}") from None
    try:
        yield side
        side.rename(folder / f"{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}")
    finally:
        shutil.rmtree(side, ignore_errors=True)


def backups(folder: Path) -> list[Path]:
    """Return the whole backups in a folder, the oldest first."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if NAME.fullmatch(path.name))


def drop_old(folder: Path, keep: int) -> int:
    """Delete the oldest backups but `keep`; return how many."""
    old = backups(folder)[:-keep]
    for path in old:
        shutil.rmtree(path)
    return len(old)


def dump_of(owner: Role, folder: Path) -> Path:
    """The file of a backup that holds what is one's."""
    return folder / f"{owner}.dump"


def write(manifest: Manifest, folder: Path) -> None:
    """Write the manifest, as the last file."""
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=2), encoding="utf-8")


def read(folder: Path) -> Manifest:
    """Return the manifest of a backup; raises `UserError` where it is none."""
    try:
        return Manifest(**json.loads((folder / MANIFEST).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        raise UserError(
            f"{folder} is no backup: name a folder that `make backup` made, such as "
            "backups/2026-11-29T051500Z"
        ) from None
