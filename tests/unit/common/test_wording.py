"""Words that several commands print."""

from datetime import datetime, timedelta, timezone

from common.wording import moment


def test_a_moment_is_told_in_utc() -> None:
    late_in_tunis = datetime(2026, 3, 2, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    assert moment(late_in_tunis) == "1 Mar 2026, 23:30 UTC"
