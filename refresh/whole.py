"""The whole of a refresh: its steps, the report of what came of them, and who is told of it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from psycopg import Connection

from common import spark
from common.commands.cli import one_line
from common.errors import UserError
from common.servers.warehouse_lock import LockedError
from dashboard.data_report.report import Outcome, write_report
from refresh.build.notices import Sent
from refresh.lock import alone
from refresh.notify.addresses import Address, read_addresses
from refresh.notify.digest import of_refresh
from refresh.notify.tell import tell, tell_failure
from refresh.run import run_steps
from refresh.steps import Done, Step, steps, steps_back

UNTOLD = 3  # all was done, and somebody was not told of it


def refresh(
    folder: Path,
    as_of: str | None = None,
    target: str | None = None,
    allowed: Sequence[str] = (),
) -> int:
    """Run the steps with the exports in `folder`; return 0, `UNTOLD`, or that of a failed step.

    `as_of`, `target` and `allowed` are as `steps` has them.
    """
    if target:
        spark.require()
    return _told_of(steps(folder, as_of, target, allowed))


def undo(loads: Sequence[int]) -> int:
    """Take loads back, and make all that is made of what is left; return the same."""
    return _told_of(steps_back(loads))


def _told_of(to_do: Sequence[Step]) -> int:
    addresses = read_addresses()
    try:
        with alone("refresh") as connection:
            return _alone(connection, to_do, addresses)
    except LockedError:
        raise  # the one at work will tell of itself
    except UserError as error:
        tell_failure(addresses, one_line(error))
        raise


def _alone(connection: Connection[Any], to_do: Sequence[Step], addresses: Sequence[Address]) -> int:
    started, done = datetime.now(UTC), Done(connection)
    run = run_steps(to_do, done)
    build = None if run.code else done.remember()
    try:
        print(told(write_report(Outcome(started, run.failed_step, run.why))))
    except UserError:
        # What stopped the run may keep the report from being written; it is the one to tell.
        if not run.code:
            raise
    if run.code:
        tell_failure(addresses, run.said)
        return run.code
    if build and not tell(addresses, of_refresh, Sent(connection, build.build_id)):
        return UNTOLD
    return 0


def told(report: Path) -> str:
    """Where the report is."""
    return f"The data report: {report.as_uri()} (what came, what is missing, what changed)"
