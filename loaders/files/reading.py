"""A file opened for one pass: its bytes, hashed and counted on the way, and unpacked."""

import errno
import gzip
import hashlib
import io
import os
import stat
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from loaders.batch import FileRefusedError

BLOCK = 4 * 2**20
FIRST = 2**20  # bytes of the first block, which PostgreSQL waits for; it holds the header
# A file that unpacks to more than this many times its size is not a table but a bomb.
GZIP_RATIO, GZIP_FREE = 250, 256 * 2**20


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


def unpacked(file: HashingFile) -> Iterator[bytes]:
    """Yield a file's bytes, those of a `.gz` file unpacked."""
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
    except gzip.BadGzipFile:
        if not total:
            raise refused(file.path, "is not a gzip file: rename it, without `.gz`") from None
        raise refused(file.path, "is a damaged gzip file: fetch it again") from None
    except (EOFError, zlib.error) as error:
        raise refused(
            file.path, f"is not a complete gzip file ({type(error).__name__}): fetch it again"
        ) from None
