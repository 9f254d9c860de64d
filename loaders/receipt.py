"""What a load says to the person who ran it."""

import shlex
from pathlib import Path

from common.wording import counted
from loaders.landing import Receipt
from loaders.sources import DEFAULT_SOURCES


def lines(receipts: list[Receipt], contract: Path, others: str | None = None) -> list[str]:
    """Return a line for each file, one on what is no input, and what to do next.

    `contract` is the sources.yml in use, which the commands that a line names need too.
    """
    option = "" if contract == DEFAULT_SOURCES else f" --sources {shlex.quote(str(contract))}"
    width = max(len(receipt.source.name) for receipt in receipts)
    told = [f"{receipt.source.name:<{width}}  {_line(receipt, option)}" for receipt in receipts]
    if others:
        told.append(others)
    if any(receipt.load_id is not None for receipt in receipts):
        told.append("next: dbt build")
    return told


def _line(receipt: Receipt, option: str) -> str:
    if receipt.load_id is None and receipt.source.database:
        return "unchanged: nothing is new since the last pull"
    if receipt.load_id is None:
        return f"unchanged: {receipt.file} is landed already (load it again with --force)"
    said = f"{counted(receipt.landed, 'row')} landed"
    if receipt.rejected:
        reasons = ", ".join(f"{count:,} {reason}" for reason, count in receipt.reasons)
        said += (
            f", {receipt.rejected:,} set aside ({reasons}) — see "
            f"`python -m loaders rejects {receipt.source.name}{option}`"
        )
    if receipt.extra:
        said += f"; kept in _extra: {', '.join(receipt.extra)}"
    return said
