"""Which user of the operating system runs PostgreSQL, which refuses to run as root."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from typing import TypedDict

from common.errors import UserError
from common.folders import PRODUCT


class PopenIdentity(TypedDict, total=False):
    """The arguments of `subprocess.Popen` that change who runs a process."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class OsUser:
    """One user; `identity` is empty when it is the one we already are."""

    name: str
    uid: int
    gid: int

    @property
    def identity(self) -> PopenIdentity:
        """Run a process as this user, without any group of ours."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def is_root() -> bool:
    """Whether we are root, so that PostgreSQL has to be somebody else."""
    return os.geteuid() == 0


def own_user() -> OsUser:
    """The user that we are."""
    uid = os.geteuid()
    return OsUser(str(uid), uid, os.getegid())


def server_user() -> OsUser:
    """The user that PostgreSQL runs as: ourselves, or the product's own user if we are root."""
    if not is_root():
        return own_user()
    try:
        return _named(PRODUCT)
    except KeyError:
        return _new()


def _named(name: str) -> OsUser:
    entry = pwd.getpwnam(name)
    return OsUser(name, entry.pw_uid, entry.pw_gid)


def _new() -> OsUser:
    advice = (
        "run the same command as an ordinary user, or choose another PostgreSQL in profiles.yml"
    )
    command = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if command is None:
        raise UserError(
            f"PostgreSQL does not run as root, and this system has no `useradd` to make the user "
            f"{PRODUCT} for it: {advice}"
        )
    made = subprocess.run(
        [
            *(command, "--system", "--user-group", "--no-create-home"),
            *("--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", PRODUCT),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        return _named(PRODUCT)  # also when another command made it a moment before us
    except KeyError:
        raise UserError(
            f"PostgreSQL does not run as root, and the user {PRODUCT} could not be made for it "
            f"({made.stderr.strip()}): {advice}"
        ) from None
