"""A file's bytes as blocks of whole lines in UTF-8, in bounded memory, hashed on the way."""

import codecs
import errno
import gzip
import hashlib
import io
import itertools
import os
import stat
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from loaders.batch import FileRefusedError
from loaders.files.scan import RECORD_LIMIT

BLOCK = 4 * 2**20
FIRST = 2**20  # bytes of the first block, which PostgreSQL waits for; the header stands in it
# A gz file that unpacks to more than this many times its size is not a table but a bomb.
GZIP_RATIO, GZIP_FREE = 250, 256 * 2**20
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
HALF = b"\xff"  # stands for half a character at the end of a file


@dataclass(frozen=True)
class Fingerprint:
    """What tells one version of a file from another."""

    sha256: str
    size: int


class HashingFile(io.RawIOBase):
    """A file opened for one pass; it counts and hashes what is read and reports progress."""

    def __init__(self, path: Path, progress: Callable[[int], None] = lambda done: None):
        self.path, self.progress = path, progress
        try:
            # O_NOFOLLOW: a link could point anywhere; O_NONBLOCK: a FIFO would wait for ever.
            self.handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError as error:
            if error.errno == errno.ELOOP:
                raise refused(path, "is a link: put the file itself into the folder") from None
            raise refused(
                path, f"cannot be opened ({error.strerror}): put a readable file in its place"
            ) from None
        self.before = os.fstat(self.handle)
        if not stat.S_ISREG(self.before.st_mode):
            self.close()
            raise refused(path, "is not an ordinary file: copy the data into one")
        self.hash, self.size = hashlib.sha256(), 0

    def readable(self) -> bool:
        """Say that this is a file to read."""
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        """Read the next bytes into `buffer`."""
        count = os.readv(self.handle, [buffer])
        self.hash.update(memoryview(buffer)[:count])
        self.size += count
        self.progress(self.size)
        return count

    def close(self) -> None:
        """Close the file."""
        if not self.closed:
            os.close(self.handle)
        super().close()

    def fingerprint(self) -> Fingerprint:
        """Return what was read, once all of it was; stop if the file changed meanwhile."""
        changed = refused(self.path, "changed while it was read: load it again when it is complete")
        try:
            now = self.path.stat(follow_symlinks=False)
        except OSError:
            raise changed from None
        same = ("st_ino", "st_dev", "st_size", "st_mtime_ns")
        if self.size != now.st_size or any(
            getattr(now, name) != getattr(self.before, name) for name in same
        ):
            raise changed
        return Fingerprint(self.hash.hexdigest(), self.size)


def refused(path: Path, message: str) -> FileRefusedError:
    """Return the error that names a file by its own name, control characters escaped."""
    return FileRefusedError(f"{shown(path)} {message}")


def shown(path: Path) -> str:
    """Return a file's name as one line of printable text."""
    name = os.fsencode(path.name).decode("utf-8", "backslashreplace")
    return name if name.isprintable() else ascii(name)


def size(path: Path) -> int:
    """Return a file's size in bytes."""
    with HashingFile(path) as file:
        return file.before.st_size


def fingerprint(path: Path) -> Fingerprint:
    """Return a file's checksum and size."""
    with HashingFile(path) as file:
        while file.read(2**20):
            pass
        return file.fingerprint()


def utf8_blocks(file: HashingFile, encoding: str) -> Iterator[bytes]:
    """Yield the text in blocks of whole lines.

    A block ends with LF, with CR before something else than LF, or with the file; a line that is
    longer than the loader reads is cut just beyond the limit, which the scan then finds.
    """
    rest = b""
    for part in _decoded(file, encoding):
        # A CR at its end is a line end as soon as something follows.
        if len(rest) > RECORD_LIMIT + BLOCK and not rest.endswith(b"\r"):
            rest = rest[: RECORD_LIMIT + 1]
        rest += part
        cut = max(rest.rfind(b"\n"), rest.rfind(b"\r", 0, len(rest) - 1)) + 1
        if cut:
            yield rest[:cut]
            rest = rest[cut:]
    if rest:
        yield rest


def _decoded(file: HashingFile, encoding: str) -> Iterator[bytes]:
    parts = _unpacked(file)
    first = next(parts, b"")
    if encoding == "utf-8":
        if first.startswith(UTF16_MARKS):
            raise refused(
                file.path,
                "is UTF-16, not UTF-8: save it as CSV UTF-8, or declare `encoding: utf-16` in "
                "sources.yml",
            )
        yield first.removeprefix(codecs.BOM_UTF8)
        yield from parts
        return
    if encoding == "utf-16" and first and not first.startswith(UTF16_MARKS):
        raise refused(
            file.path,
            "is not UTF-16 (it begins without a byte-order mark): save it as CSV UTF-8, or "
            "declare its `encoding` in sources.yml",
        )
    # What does not decode stays as bytes that are never valid in UTF-8, so its record is set aside.
    errors = "surrogatepass" if encoding == "utf-16" else "surrogateescape"
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    for part in itertools.chain([first], parts):
        yield decoder.decode(part).encode("utf-8", errors)
    if decoder.getstate()[0]:
        yield HALF


def _unpacked(file: HashingFile) -> Iterator[bytes]:
    packed = file.path.suffix.lower() == ".gz"
    reader: BinaryIO = gzip.GzipFile(fileobj=file) if packed else io.BufferedReader(file, FIRST)  # type: ignore[assignment]
    total = 0
    try:
        while part := reader.read(BLOCK if total else min(FIRST, BLOCK)):
            total += len(part)
            if packed and total > max(GZIP_FREE, GZIP_RATIO * file.before.st_size):
                raise refused(
                    file.path,
                    f"unpacks to more than {GZIP_RATIO} times its size: unpack and check it first",
                )
            yield part
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise refused(
            file.path, f"is not a complete gzip file ({type(error).__name__}): fetch it again"
        ) from None
