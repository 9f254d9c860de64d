"""What a whole file must keep to be landed, and what the user allows it to break this once."""

import codecs
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from common.wording import counted, listed
from loaders.batch import Batch, FileRefusedError, Stream, another_delimiter
from loaders.contract.model import PROVING, ContractError, Limits, Source
from loaders.store import Rows, Sent

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


def while_bearable(file: str, source: Source, stream: Stream, sent: Sent) -> Iterator[Batch]:
    """Yield the batches until so many records are bad that no rest of the file makes up for it."""
    is_utf8 = codecs.lookup(source.dialect.encoding).name.startswith("utf-8")
    widened = 1 if is_utf8 else 3  # bytes of UTF-8 that a byte of the file may become, at most
    read = 0
    for batch in stream.batches:
        if stream.size is not None:
            # A record has a byte for each of its delimiters, and its end.
            most = sent.records + (stream.size - read // widened) // stream.layout.width + 1
            if len(sent.rejected) > source.limits.max_rejected * most:
                why = _unreadable(source, sent, stream, f"the first {sent.records:,}")
                raise _refusal(file, source, "max_rejected", why)
        yield batch
        read = batch.read


def check(file: str, source: Source, sent: Sent, stream: Stream, previous: int | None) -> None:
    """Refuse a file that breaks a limit; `previous` is how many rows the active load landed."""
    limits, broken, why = source.limits, "", ""
    if sent.records == 0 and limits.min_rows > 0:
        broken, why = "min_rows", " has no rows: export it again"
    elif sent.records and len(sent.rejected) / sent.records > limits.max_rejected:
        broken = "max_rejected"
        why = _unreadable(source, sent, stream, f"{sent.records:,}")
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
        # Where none is good, that alone would not help.
        hopeless = broken == "max_rejected" and sent.landed < limits.min_rows
        raise _refusal(file, source, "" if hopeless else broken, why)


def check_encoding(file: str, source: Source, rows: Rows, sent: Sent) -> None:
    """Refuse a file of which some records are in another encoding, unless any may be rejected."""
    wrong = sent.reasons["encoding-error"]
    if not wrong or source.limits.max_rejected == 1 or source.database:
        return
    right = rows.with_other_letters()
    if right < PROVING * wrong:
        line = next(record.line for record in sent.rejected if record.reason == "encoding-error")
        why = (
            f" is not {source.dialect.encoding.upper()} (line {line}): "
            f"{counted(wrong, 'record')} cannot be read in it, and only {right:,} with other "
            "letters than ASCII can: save it as CSV UTF-8, or declare its `encoding` in sources.yml"
        )
        raise _refusal(file, source, "max_rejected", why)


def check_parts(file: str, source: Source, part: str | None, active: Sequence[str]) -> None:
    """Refuse a file that is no part and would take the place of the `active` ones unasked."""
    if source.mode == "parts" and part is None and active and not source.limits.drop_parts:
        why = (
            " names no month, year or campus, so it would take the place of all parts of "
            f"{source.name}: {listed(active)}: put its part into its name"
        )
        raise _refusal(file, source, "drop_parts", why)


def _refusal(file: str, source: Source, limit: str, why: str) -> FileRefusedError:
    """Return the error, which names the limit that may be lifted to land the file all the same."""
    allow = f", or land it all the same with `--allow {source.name}.{limit}`" if limit else ""
    return FileRefusedError(f"{file}{why}{allow}")


def _shrank(landed: int, previous: int | None, limit: float | None) -> bool:
    return limit is not None and bool(previous) and 1 - landed / (previous or 1) > limit


def _unreadable(source: Source, sent: Sent, stream: Stream, records: str) -> str:
    """Say where too many records are bad, and of what kind most of them are."""
    [(reason, count)] = sent.reasons.most_common(1)
    example = next(record for record in sent.rejected if record.reason == reason)
    bad = (
        f"{len(sent.rejected):,} of {records} records cannot be read, and the limit "
        f"`max_rejected` is {_percent(source.limits.max_rejected)}"
    )
    if reason == "encoding-error":
        return (
            f" is not {source.dialect.encoding.upper()} (line {example.line}): {bad}: save it as "
            "CSV UTF-8, or declare its `encoding` in sources.yml"
        )
    kind = f" line {example.line}: {bad}; {count:,} of them for {reason}, this line first"
    said = another_delimiter(example.raw, source) if example.cells == 1 else ""
    if said:
        return f"{kind}, where {said}"
    if reason == "row-error" and source.dialect.quote and source.dialect.quote in example.raw:
        return f'{kind}: correct the file, or declare `quote: ""` where quotes mean nothing in it'
    if not example.cells or not source.header.rows or 2 * count < sent.records:
        return f"{kind}: correct the file"
    return (
        f"{kind}, which has {counted(example.cells, 'cell')} where the header has "
        f"{stream.layout.width}: correct the header, or name all {example.cells} columns in their "
        f"order in sources.yml under `columns`, with `header: {{skip: {stream.above}, rows: 0}}`"
    )


def _percent(share: float) -> str:
    return f"{share * 100:g}%"
