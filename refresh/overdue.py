"""Notices a refresh that did not happen; for a scheduler that runs it once a day."""

from datetime import UTC, datetime, timedelta

from common.commands.cli import one_line
from common.errors import UserError
from common.folders import short
from common.language import language
from common.school import own_setting, school_path
from common.servers.connections import Role, connect_postgres
from common.wording import counted
from refresh.build.notices import Sent
from refresh.build.published import last_refreshed
from refresh.notify.addresses import read_addresses
from refresh.notify.digest import of_overdue
from refresh.notify.tell import tell, tell_failure

SETTING = "overdue_days"


class OverdueError(UserError):
    """No refresh has ended well for longer than the school allows."""


def overdue(now: datetime | None = None) -> int:
    """Return 0 where the last refresh that ended well is young enough.

    Raises `OverdueError` where it is not, having told whom school.yml names, each once.
    """
    days, addresses = _days(), read_addresses()
    try:
        with connect_postgres(
            role=Role.TRANSFORMER, application_name="overdue", autocommit=True
        ) as connection:
            last = last_refreshed(connection)
            if last and (now or datetime.now(UTC)) - last <= timedelta(days=days):
                return 0
            line = _said(last, days)
            tell(addresses, lambda _: of_overdue(line), Sent(connection, f"overdue since {last}"))
            raise OverdueError(line)
    except OverdueError:
        raise
    except UserError as error:
        tell_failure(addresses, one_line(error))
        raise


def _said(last: datetime | None, days: int) -> str:
    when = (
        f"the last one ended well on {language().moment(last)}"
        if last
        else "none has ended well yet"
    )
    return (
        f"a refresh is overdue: {when}, and {short(school_path())} allows {counted(days, 'day')}: "
        "run `make refresh DATA=folder`, and see why it did not run"
    )


def _days() -> int:
    """After how many days a refresh is overdue."""
    days = own_setting(SETTING)
    if not isinstance(days, int) or isinstance(days, bool) or days < 1:
        shown = "says not" if days is None else f"says `{days}`, no number of days,"
        raise UserError(
            f"{short(school_path())} {shown} after how many days without a refresh one is overdue: "
            f"write `{SETTING}: 2`"
        )
    return days
