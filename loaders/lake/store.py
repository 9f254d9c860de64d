"""The lake as a place of landed rows: files first, the ledger's line last."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from psycopg import Connection

from loaders.contract.model import Source
from loaders.lake.back import copied_back, whole
from loaders.lake.folders import Lake
from loaders.lake.people import theirs
from loaders.lake.rows import LakeRows, writing
from loaders.staging import gone, retention, said, suppression
from loaders.store import LAKE, Digests

ATTENDANCE = "attendance"
LANDED = """
select load_id from staging.loads where source = %s and status = 'landed' and kept_in = 'lake'
"""
ACTIVE = "select load_id from staging.loads where source = %s and is_active and kept_in = 'lake'"


@dataclass(frozen=True)
class NewRows(LakeRows):
    """The rows of a load that is at work, with the connection to its ledger."""

    then = "nothing was landed: put that right and load again"
    connection: Connection[Any]
    contract: Source

    def leave_out(self, digests: Digests) -> int:
        """Write the file again without the rows of people who were erased."""
        numbers = theirs(self.connection, self.contract, self, digests)
        if numbers:
            self.without(numbers)
        return len(numbers)


@dataclass(frozen=True)
class LakeStore:
    """A lake, and the connection to its ledger."""

    connection: Connection[Any]
    lake: Lake
    begun: list[NewRows] = field(default_factory=list)
    name: str = LAKE

    def begin(self, source: Source, load_id: int) -> NewRows:
        """Begin a folder."""
        rows = NewRows(self.lake, source.name, load_id, self.connection, source)
        self.begun.append(rows)
        return rows

    def says_who_came(self) -> bool:
        """Whether any attendance that counts has a status."""
        return any(
            LakeRows(self.lake, ATTENDANCE, load_id).says("status")
            for (load_id,) in self.connection.execute(ACTIVE, [ATTENDANCE]).fetchall()
        )

    def note_gone(self, former: set[int], sources: Iterable[Source]) -> None:
        """Keep the subscriptions of the `former` loads that the newest export lacks."""
        if found := gone.change(self.connection, former, sources):
            loads = sorted(found.former | found.now)
            rows = whole(self.lake, found.source, loads)
            with copied_back(self.connection, found.source, rows) as raw:
                gone.record(self.connection, found, raw)

    def sweep(self, source: Source) -> None:
        """Remove the folders that no line of the ledger says are landed.

        Raises `LandingError` where they are the loads of another ledger.
        """
        landed = {load_id for (load_id,) in self.connection.execute(LANDED, [source.name])}
        owner = sha256(b"lake" + suppression.secret(self.connection)).hexdigest()
        with writing(NewRows.then):
            self.lake.claim(owner)
            for load_id in set(self.lake.loads(source.name)) - landed:
                self.lake.remove(source.name, load_id)

    def abandon(self) -> None:
        """Remove the folders that this run has begun."""
        with suppress(OSError):  # what was in the way is told; the next load sweeps
            for rows in self.begun:
                rows.drop()

    def prune(self, source: Source) -> int:
        """Take expired loads out of the ledger; the next load sweeps their folders.

        A build that began before goes on reading them.
        """

        def drop(loads: list[int]) -> None:
            if source.name == gone.KEPT and loads:
                rows = whole(self.lake, source, loads)
                with copied_back(self.connection, source, rows) as raw:
                    said.keep(self.connection, source, loads, raw)

        return retention.expire(self.connection, source, self.name, drop)
