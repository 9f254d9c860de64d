"""What a whole file must keep to be landed, and what the user allows it to break this once."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from common.wording import listed
from loaders.batch import FileRefusedError
from loaders.contract import ContractError, Limits, Source
from loaders.staging.sending import Sent

# A limit that is allowed to be broken becomes one that nothing breaks.
UNLIMITED = {"min_rows": 0, "max_rejected": 1.0, "max_shrink": 1.0, "drop_parts": True}


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


def check(file: str, source: Source, sent: Sent, previous: int | None) -> None:
    """Refuse a file that breaks a limit; `previous` is how many rows the active load landed."""
    limits, broken, why = source.limits, "", ""
    if sent.records == 0 and limits.min_rows > 0:
        broken, why = "min_rows", " has no rows: export it again"
    elif sent.records and len(sent.rejected) / sent.records > limits.max_rejected:
        broken, why = "max_rejected", _unreadable(source, sent)
    elif sent.landed < limits.min_rows:
        broken = "min_rows"
        why = (
            f" has {sent.landed:,} good rows, fewer than the {limits.min_rows:,} expected "
            "(limit `min_rows`): export it again"
        )
    elif _shrank(sent.landed, previous, limits.max_shrink):
        broken = "max_shrink"
        why = (
            f" has {sent.landed:,} rows where the load before had {previous:,}: it lost more than "
            f"{_percent(limits.max_shrink or 0)} (limit `max_shrink`): export it again"
        )
    if broken:
        raise FileRefusedError(
            f"{file}{why}, or land it all the same with `--allow {source.name}.{broken}`"
        )


def check_parts(file: str, source: Source, part: str | None, active: Sequence[str]) -> None:
    """Refuse a file that is no part and would take the place of the `active` ones unasked."""
    if source.mode == "parts" and part is None and active and not source.limits.drop_parts:
        raise FileRefusedError(
            f"{file} names no month, year or campus, so it would take the place of all parts of "
            f"{source.name}: {listed(active)}: put its part into its name, or land it all the same "
            f"with `--allow {source.name}.drop_parts`"
        )


def _shrank(landed: int, previous: int | None, limit: float | None) -> bool:
    return limit is not None and bool(previous) and 1 - landed / (previous or 1) > limit


def _unreadable(source: Source, sent: Sent) -> str:
    """Say where too many records are bad, and of what kind most of them are."""
    [(reason, count)] = sent.reasons.most_common(1)
    line = next(record.line for record in sent.rejected if record.reason == reason)
    bad = (
        f"{len(sent.rejected):,} of {sent.records:,} records cannot be read, and the limit "
        f"`max_rejected` is {_percent(source.limits.max_rejected)}"
    )
    if reason == "encoding-error":
        return (
            f" is not {source.dialect.encoding.upper()} (line {line}): {bad}: save it as CSV "
            "UTF-8, or declare its `encoding` in sources.yml"
        )
    return f" line {line}: {bad}; {count:,} of them for {reason}, this line first: correct the file"


def _percent(share: float) -> str:
    return f"{share * 100:g}%"
