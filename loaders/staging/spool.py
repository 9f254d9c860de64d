"""Rejects on their way to the ledger, in a file without a name so that memory stays flat."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import IO

from loaders.batch import RejectedRecord

FIELDS = 4  # record number, line, reason, raw text; none of them can hold a NUL


class RejectSpool:
    """Rejects in the order of their records; only their number per reason is kept in memory."""

    def __init__(self, file: IO[bytes]):
        self.file = file
        self.reasons: Counter[str] = Counter()

    @property
    def count(self) -> int:
        """How many there are."""
        return self.reasons.total()

    def add(self, rejects: Iterable[RejectedRecord]) -> None:
        """Keep some more."""
        for reject in rejects:
            self.reasons[reject.reason] += 1
            fields = (str(reject.record), str(reject.line), reject.reason, reject.raw)
            self.file.write(b"".join(part.encode() + b"\0" for part in fields))

    def __iter__(self) -> Iterator[RejectedRecord]:
        """Yield them all."""
        self.file.seek(0)
        rest = b""
        while part := self.file.read(2**20):
            *fields, rest = (rest + part).split(b"\0")
            whole = len(fields) // FIELDS * FIELDS
            for at in range(0, whole, FIELDS):
                record, line, reason, raw = (item.decode() for item in fields[at : at + FIELDS])
                yield RejectedRecord(int(record), int(line), raw, reason)
            rest = b"\0".join([*fields[whole:], rest])

    def first_of_most_common(self) -> tuple[str, int, int]:
        """Return the reason that most have, how many do, and the line of the first."""
        [(reason, count)] = self.reasons.most_common(1)
        first = next(reject for reject in self if reject.reason == reason)
        return reason, count, first.line
