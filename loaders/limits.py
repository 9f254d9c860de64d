"""What a whole file must keep to be landed."""

from loaders.errors import FileRefusedError
from loaders.sources import Source
from loaders.spool import RejectSpool


def check(file: str, source: Source, landed: int, spool: RejectSpool, previous: int | None) -> None:
    """Refuse a file that breaks a limit; `previous` is how many rows the load before landed."""
    limits, name = source.limits, source.name
    total = landed + spool.count
    if total == 0 and limits.min_rows > 0:
        raise FileRefusedError(
            f"{file} has no rows: export it again, or set `limits.min_rows` of source `{name}` to 0"
        )
    if total and spool.count / total > limits.max_rejected:
        reason, record, line = spool.first_of_most_common()
        advice = "correct the file"
        if reason == "encoding-error":
            advice = f"it is not {source.dialect.encoding}: declare its `encoding`"
        raise FileRefusedError(
            f"{file} line {line}: {spool.count:,} of {total:,} records cannot be read, most "
            f"for {reason}, first in record {record}, and the limit is "
            f"{limits.max_rejected:.0%}: {advice}, or raise `limits.max_rejected` of source "
            f"`{name}`",
        )
    if landed < limits.min_rows:
        raise FileRefusedError(
            f"{file} has {landed:,} good rows, fewer than the {limits.min_rows:,} expected: export "
            f"it again, or lower `limits.min_rows` of source `{name}`",
        )
    if limits.max_shrink is not None and previous and 1 - landed / previous > limits.max_shrink:
        raise FileRefusedError(
            f"{file} has {landed:,} rows where the load before had {previous:,}, a loss beyond "
            f"{limits.max_shrink:.0%}: export it again, or raise `limits.max_shrink` of source "
            f"`{name}`",
        )
