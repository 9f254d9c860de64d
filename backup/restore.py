"""Puts a backup in the place of what was landed, makes the rest again, and compares."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from backup.checksums import checksums
from backup.keeping import Manifest, read
from backup.replacing import replace
from common.errors import UserError
from common.school import NAME, school_path
from common.servers import roles
from common.servers.connections import Role, connect_postgres
from privacy.again import erase_again, kept
from privacy.remaking import remake
from refresh.lock import nobody_builds

Say = Callable[[str], None]

HOLDS = "select count(*) from staging.loads"


def held() -> int:
    """Return how many loads a restore would replace; the logins of a new warehouse are made."""
    roles.put_right()
    with connect_postgres(role=Role.LOADER, application_name="restore") as connection:
        there = connection.execute("select to_regclass('staging.loads')").fetchone()
        if there == (None,):
            return 0
        [(loads,)] = connection.execute(HOLDS).fetchall()
    return int(loads)


def restore(folder: Path, say: Say) -> bool:
    """Restore a backup; whether the marts made of it are those that it was made with.

    A restore that is cut off leaves what was there, and can be done again. Raises `UserError` where
    it cannot be done.
    """
    manifest = read(folder)
    with nobody_builds():
        erased = kept()
        replace(folder, erased.statements if erased else b"")
        roles.put_right()
        say(f"restored: {manifest.loads} loads, as of {manifest.made_at} UTC")
        _restore_school(folder, say)
    again = erase_again(erased, say)
    if remake(say):
        raise UserError(
            "what was landed is restored, but the rest could not be made of it: put right what is "
            "said above, then `make build graph dashboard`"
        )
    return _compare(manifest, again, say)


def _restore_school(folder: Path, say: Say) -> None:
    """Put `school.yml` back; another one that is there is kept beside it."""
    saved, own = folder / NAME, school_path()
    if not saved.is_file() or (own.is_file() and own.read_bytes() == saved.read_bytes()):
        return
    if own.is_file():
        own.replace(own.with_name(f"{NAME}.before"))
        say(f"{NAME}: the one that was there is now {NAME}.before")
    shutil.copyfile(saved, own)


def _compare(manifest: Manifest, again: int, say: Say) -> bool:
    if manifest.marts is None:
        say("not compared: the backup was made before its rows were built")
        return True
    if again:
        say("not compared: people were erased since the backup, and are again")
        return True
    with connect_postgres(role=Role.TRANSFORMER, application_name="restore") as connection:
        now = checksums(connection)
    differing = sorted(_differing(manifest.marts, now))
    if differing:
        say(f"not as in the backup: {', '.join(differing)}")
        return False
    say(f"compared: all {len(now)} marts are those of the backup, and the graph is equal to them")
    return True


def _differing(before: dict[str, str], now: dict[str, str]) -> Iterator[str]:
    for name in before.keys() | now.keys():
        if before.get(name) != now.get(name):
            was, is_now = before.get(name, "not there"), now.get(name, "not there")
            yield f"marts.{name} ({was}, now {is_now})"
