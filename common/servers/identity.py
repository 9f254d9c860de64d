"""Which project the embedded servers belong to.

A folder that was copied holds the ports and passwords of the one it was copied from, and must not
work on its data; one that was renamed finds its own again. `make up` notes here which it is.
"""

import secrets
from dataclasses import dataclass
from pathlib import Path

from common.errors import UserError
from common.folders import profiles_folder


@dataclass(frozen=True)
class Identity:
    """The place of `.services` when its servers were last started, and the name of their data.

    The number is that of the folder in its file system, which a copy does not share.
    """

    number: int
    key: str
    place: Path


def noted() -> Identity | None:
    """What the last `make up` noted; None where there was none yet."""
    try:
        number, key, place = _file().read_text("utf-8", "surrogateescape").split(" ", 2)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return Identity(int(number), key, Path(place))


def check() -> None:
    """Refuse to speak to the servers that profiles.yml names, where they may be another's."""
    known = noted()
    if known and (known.number, known.place) != (_number(), _folder()):
        raise UserError(
            f"this project was copied or renamed since its servers were started, in "
            f"{known.place.parent}, and what profiles.yml names may be that one's: run `make up`, "
            "which finds this one's own servers, or starts some"
        )


def is_copied() -> bool:
    """Whether this is another folder than the one whose servers were started."""
    known = noted()
    return known is not None and known.number != _number()


def key() -> str | None:
    """The name of this project's data; None where it has none yet, or only what was copied."""
    known = noted()
    if known is None or (is_copied() and _number(known.place) == known.number):
        return None
    return known.key


def note(key: str) -> None:
    """Take these servers for this project's own from now on."""
    text = f"{_number()} {key} {_folder()}"
    _file().write_text(text, "utf-8", "surrogateescape")


def new_key() -> str:
    """A name that no other project's data has."""
    return secrets.token_hex(6)


def _folder() -> Path:
    return profiles_folder() / ".services"


def _file() -> Path:
    return _folder() / "identity"


def _number(folder: Path | None = None) -> int | None:
    try:
        return (folder or _folder()).stat().st_ino
    except OSError:
        return None
