"""Where profiles.yml and the embedded servers' files are."""

import os
from pathlib import Path

from common.errors import UserError

PRODUCT = "student-session-analytics"
REPOSITORY = Path(__file__).resolve().parent.parent
SAMPLE = Path("data/sample")  # the files that a command takes where no folder is named


def profiles_folder() -> Path:
    """Folder of the profiles.yml in use: `DBT_PROFILES_DIR` as for dbt, else the repository."""
    named = os.environ.get("DBT_PROFILES_DIR")
    return Path(named).expanduser().resolve() if named else REPOSITORY


def profiles_path() -> Path:
    """The profiles.yml in use, whether it exists or not."""
    return profiles_folder() / "profiles.yml"


def target_folder() -> Path:
    """Where dbt writes what it knows of a build in place."""
    return REPOSITORY / os.environ.get("DBT_TARGET_PATH", "target")


def log_folder() -> Path:
    """Where dbt writes its log."""
    return REPOSITORY / os.environ.get("DBT_LOG_PATH", "logs")


def services_folder() -> Path:
    """Folder of the embedded servers' data and logs, beside profiles.yml; made when missing."""
    folder = profiles_folder() / ".services"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise UserError(f"cannot make {folder}: {error.strerror}") from None
    # Root too: it would find neither the other user's servers nor the data they use.
    if folder.stat().st_uid != os.geteuid():
        raise UserError(
            f"{folder} belongs to another user: run this command as that user, or work in a copy "
            f"of the project that is your own"
        )
    return folder


def cache_folder() -> Path:
    """Folder for what is fetched once per person, not once per checkout; made when missing."""
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    folder = Path(base).expanduser() / PRODUCT
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if folder.stat().st_mode & 0o022:  # whoever writes there has us run programs of theirs
            folder.chmod(0o700)
    except OSError as error:
        raise UserError(
            f"cannot make {folder}: {error.strerror}; name a folder you can write to in the "
            f"environment variable XDG_CACHE_HOME"
        ) from None
    return folder


def short(path: Path) -> str:
    """The path as a reader in the current folder would write it."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)
