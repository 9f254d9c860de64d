"""A list that lives on disk, so that any number of items takes little memory."""

import pickle
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, Generic, TypeVar

T = TypeVar("T")

# Below this many bytes nothing is written to disk.
IN_MEMORY = 4 * 1024 * 1024


class Spool(Generic[T]):
    """Append items, then iterate over them any number of times.

    The file behind it is private to this process and gone with it.
    """

    def __init__(self) -> None:
        self._file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        self._count = 0

    def append(self, item: T) -> None:
        """Add one item at the end."""
        pickle.dump(item, self._file, protocol=pickle.HIGHEST_PROTOCOL)
        self._count += 1

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[T]:
        self._file.seek(0)
        for _ in range(self._count):
            yield pickle.load(self._file)
