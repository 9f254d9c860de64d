"""The school's private folder: where pages are written that name people, for a few to read."""

import hashlib
import os
import re
from pathlib import Path

from common.errors import UserError
from common.folders import REPOSITORY, short
from common.school import own_setting, school_path

PRIVATE_DASHBOARD, PRIVATE_REPORT = "dashboard.html", "report.html"
# What lies in these is made to be passed on.
SHARED_FOLDERS = (REPOSITORY / "dashboard" / "preview", REPOSITORY / "refresh" / "report")


def private_folder() -> Path | None:
    """The folder that school.yml names; None where it names none, so that no such page is made.

    Raises UserError where it lies in a folder to be shared, or holds one.
    """
    named = own_setting("private_folder")
    if named is None:
        return None
    path = school_path()
    if not isinstance(named, str) or not named.strip():
        raise UserError(f"{short(path)}: `private_folder` is `{named}`: write the path of a folder")
    folder = (path.parent / Path(named.strip()).expanduser()).resolve()
    for shared in SHARED_FOLDERS:
        if folder.is_relative_to(shared) or shared.is_relative_to(folder):
            raise UserError(
                f"{short(path)}: `private_folder` is {folder}, and {shared} holds what is made to "
                f"be shared: name a folder outside of it, such as ~/private"
            )
    return folder


def campus_file(campus: str) -> str:
    """The name of the page of one campus: readable, and of no other campus."""
    readable = re.sub(r"\W+", "_", campus.lower())[:60]
    return f"dashboard_{readable}_{hashlib.sha256(campus.encode()).hexdigest()[:6]}.html"


def campus_pages() -> list[Path]:
    """The pages of single campuses that there are."""
    folder = private_folder()
    return sorted(folder.glob("dashboard_*.html")) if folder else []


def write_private(folder: Path, name: str, text: str) -> Path:
    """Write a file that nobody but its owner reads; raise UserError where that cannot be."""
    path = folder / name
    new = path.with_name(f".{name}.new")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        new.unlink(missing_ok=True)
        # Made with these rights, so that there is no moment in which others can open it.
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(text.encode())
        new.replace(path)
    except OSError as error:
        raise UserError(f"cannot write {path}: {error.strerror}") from None
    return path
