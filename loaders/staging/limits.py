"""What a whole file must keep to be landed, and what the user allows it to break this once."""

from collections.abc import Iterable
from dataclasses import replace

from loaders.batch import FileRefusedError
from loaders.contract import ContractError, Limits, Source
from loaders.staging.spool import RejectSpool

# A limit that is allowed to be broken becomes one that nothing breaks.
UNLIMITED = {"min_rows": 0, "max_rejected": 1.0, "max_shrink": None}


def allowing(sources: Iterable[Source], allowed: Iterable[str]) -> tuple[Source, ...]:
    """Return the sources without the limits that `allowed` names as `source.limit`."""
    found = {source.name: source for source in sources}
    for name in allowed:
        source, _, limit = name.partition(".")
        if source not in found or limit not in UNLIMITED:
            raise ContractError(
                f"--allow {name!r} names no limit: write SOURCE.LIMIT, with one of "
                f"{', '.join(found)} and one of {', '.join(UNLIMITED)}"
            )
        lifted: Limits = replace(found[source].limits, **{limit: UNLIMITED[limit]})  # type: ignore[arg-type]
        found[source] = replace(found[source], limits=lifted)
    return tuple(found.values())


def check(file: str, source: Source, landed: int, spool: RejectSpool, previous: int | None) -> None:
    """Refuse a file that breaks a limit; `previous` is how many rows the load before landed."""
    limits = source.limits
    total = landed + spool.count
    if total == 0 and limits.min_rows > 0:
        raise FileRefusedError(
            f"{file} has no rows: export it again{_or_allow(source, 'min_rows')}"
        )
    if total and spool.count / total > limits.max_rejected:
        raise FileRefusedError(_unreadable(file, source, total, spool))
    if landed < limits.min_rows:
        raise FileRefusedError(
            f"{file} has {landed:,} good rows, fewer than the {limits.min_rows:,} expected "
            f"(limit `min_rows`): export it again{_or_allow(source, 'min_rows')}",
        )
    if limits.max_shrink is not None and previous and 1 - landed / previous > limits.max_shrink:
        raise FileRefusedError(
            f"{file} has {landed:,} rows where the load before had {previous:,}: it lost more than "
            f"{_percent(limits.max_shrink)} (limit `max_shrink`): export it again"
            f"{_or_allow(source, 'max_shrink')}",
        )


def _unreadable(file: str, source: Source, total: int, spool: RejectSpool) -> str:
    """Say where too many records are bad, and of what kind most of them are."""
    reason, count, line = spool.first_of_most_common()
    bad = (
        f"{spool.count:,} of {total:,} records cannot be read, and the limit `max_rejected` is "
        f"{_percent(source.limits.max_rejected)}"
    )
    allow = _or_allow(source, "max_rejected")
    if reason == "encoding-error":
        return (
            f"{file} is not {source.dialect.encoding.upper()} (line {line}): {bad}: save it as CSV "
            f"UTF-8, or declare its `encoding` in sources.yml{allow}"
        )
    return (
        f"{file} line {line}: {bad}; {count:,} of them for {reason}, this line first: correct the "
        f"file{allow}"
    )


def _or_allow(source: Source, limit: str) -> str:
    return f", or land it all the same with `--allow {source.name}.{limit}`"


def _percent(share: float) -> str:
    return f"{share * 100:g}%"
