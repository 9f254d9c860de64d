"""Receives dropped files: in pieces, into a folder of their own, under a name made harmless."""

import asyncio
import os
import re
import shutil
import time
import unicodedata
from collections.abc import AsyncIterator
from pathlib import Path

from common.errors import UserError
from common.language import Language
from common.machine import refusal
from common.school import NAME as SCHOOL
from serve.kept import Kept

MOST_FILES = 300
MOST_BYTES = 5 * 2**30  # of all together
LONGEST = 120  # characters of a name
SECONDS = 60.0  # without a byte
MOST_SECONDS = 3600.0  # for a file, or one that drips in would keep everybody from a yes
LOOK_EVERY = 2**23  # bytes
SPARE = 2**30  # bytes that stay free on the disk
UNSAFE = re.compile(
    r'[\x00-\x1f\x7f-\x9f"*:<>?|\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]'
)


class RefusedError(UserError):
    """A file that is not taken; the message is for the one who dropped it."""


def safe_name(said: str, speak: Language) -> str:
    """A name for the disk, out of what the browser says: of a path its last part alone."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", said))[-1]
    name = UNSAFE.sub("_", last).strip(" .")
    stem, dot, suffix = name.rpartition(".")
    if len(name) > LONGEST or len(name.encode()) > 2 * LONGEST:
        raise RefusedError(speak.text("The file's name is too long: rename it."))
    if not (stem if dot else suffix) or last.startswith((".", "~$")):
        raise RefusedError(speak.text("This is a file of the system: left out."))
    if name.casefold() == SCHOOL:
        raise RefusedError(
            speak.text("{file}: the settings are kept in the project: left out.", file=SCHOOL)
        )
    return name


async def receive(
    kept: Kept,
    name: str,
    pieces: AsyncIterator[bytes],
    announced: int | None,
    changed: float | None,
    speak: Language,
) -> None:
    """Take a file's bytes; it is there when all of them are, and else nothing of it is.

    `announced` is its size, `changed` when it was last changed on the other machine. Raises
    RefusedError where it is too much, or nothing comes.
    """
    room = _room(kept, name, speak)
    if announced is not None and announced > room:
        raise RefusedError(_too_much(speak))
    part = kept.files / f".{name}"
    try:
        file = os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
    except FileExistsError:
        raise RefusedError(
            speak.text("{file} is being received already: wait until it is there.", file=name)
        ) from None
    try:
        unseen, until = 0, time.monotonic() + MOST_SECONDS
        with file:
            async for piece in _timely(pieces, speak):
                room -= len(piece)
                if time.monotonic() > until:
                    raise RefusedError(_not_whole(name, speak))
                if room < 0:
                    raise RefusedError(_too_much(speak))
                await asyncio.to_thread(file.write, piece)
                if (unseen := unseen + len(piece)) >= LOOK_EVERY:  # at what others send meanwhile
                    file.flush()
                    room, unseen = _room(kept, name, speak), 0
        if announced is not None and part.stat().st_size != announced:
            raise RefusedError(_not_whole(name, speak))
        if changed is not None and 0 < changed <= time.time():
            os.utime(part, (changed, changed))
        part.replace(kept.files / name)
    except FileNotFoundError:  # what was kept was thrown away meanwhile
        raise RefusedError(_not_whole(name, speak)) from None
    except OSError as error:
        raise RefusedError(refusal(error) or _not_whole(name, speak)) from None
    finally:
        part.unlink(missing_ok=True)


def _room(kept: Kept, name: str, speak: Language) -> int:
    """How many more bytes may come of the file; it takes the place of one of its name."""
    there = [path for path in kept.files.iterdir() if path.name != name]
    if sum(path.name != f".{name}" for path in there) >= MOST_FILES:
        raise RefusedError(
            speak.text(
                "There are {count} files already, and no more are taken at once.",
                count=speak.number(MOST_FILES),
            )
        )
    used = sum(map(_size, there))
    free = shutil.disk_usage(kept.files).free - SPARE
    return min(MOST_BYTES - used, free)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0  # taken away meanwhile


def _too_much(speak: Language) -> str:
    return speak.text(
        "That is more than {size} GB in all, or than the disk has room for: whoever set this up "
        "can load it in a terminal.",
        size=speak.number(MOST_BYTES / 2**30),
    )


def _not_whole(name: str, speak: Language) -> str:
    return speak.text("{file} did not come whole: drop it again.", file=name)


async def _timely(pieces: AsyncIterator[bytes], speak: Language) -> AsyncIterator[bytes]:
    while True:
        try:
            yield await asyncio.wait_for(anext(pieces), SECONDS)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise RefusedError(
                speak.text("Nothing came for a minute: drop the file again.")
            ) from None
