"""Whether a column of numbers holds fractions or percents, by what its cells prove."""

import re
from dataclasses import dataclass
from decimal import Decimal

from loaders.inspection.cells import Cells, filled

FRACTION, PERCENT = "fraction", "percent"
NUMBER = re.compile(r"(-?\d{1,6}(?:[.,]\d{1,9})?) ?(%?)")
MARKS = 20  # up to which numbers without a % sign may as well be marks out of 10 or 20
SMALL = 0.05  # share of decimals up to 1 beside greater numbers that are still percents


@dataclass(frozen=True)
class Scale:
    """What a column of numbers is written in; all counts are of rows.

    `scale` is None where nothing is to be decided or it is not proved; `choices` are then those
    that remain. `example` is a cell to show what the scale means.
    """

    scale: str | None
    proved: bool
    with_sign: int = 0
    decimals_up_to_1: int = 0
    above_1: int = 0
    zero_or_one: int = 0
    unreadable: int = 0
    example: str = ""
    choices: tuple[str, ...] = ()

    @property
    def evidence(self) -> str:
        """The numbers that speak, in words."""
        parts = []
        if self.with_sign:
            parts.append(f"{self.with_sign:,} with a % sign")
        if self.decimals_up_to_1:
            parts.append(f"{self.decimals_up_to_1:,} decimals from 0 to 1")
        if self.above_1:
            parts.append(f"{self.above_1:,} above 1")
        if self.choices and self.zero_or_one:
            parts.append(f"{self.zero_or_one:,} that are 0 or 1")
        if self.unreadable:
            parts.append(f"{self.unreadable:,} cannot be read")
        return ", ".join(parts)


def scale_of(cells: Cells) -> Scale:
    """Judge a column of numbers; cells with a % sign say themselves what they are."""
    signed = small = large = whole = unreadable = ones = 0
    example, largest = "", Decimal(0)
    for text, count in filled(cells).items():
        match = NUMBER.fullmatch(text)
        if not match:
            unreadable += count
            continue
        number = Decimal(match[1].replace(",", "."))
        if match[2]:
            signed += count
        elif number > 1:
            large += count
            largest = max(largest, number)
        elif number == number.to_integral_value():
            whole += count
            ones += count * (number == 1)
        else:
            small += count
            example = max(example, text)
    counts = (signed, small, large, whole, unreadable, example)
    if small and not large:
        return Scale(FRACTION, True, *counts)
    if large and not signed and largest <= MARKS:
        return Scale(None, False, *counts, (PERCENT,))
    if large and small <= SMALL * (small + large):
        return Scale(PERCENT, True, *counts)
    if small or ones:
        return Scale(None, False, *counts, (FRACTION, PERCENT))
    return Scale(None, True, *counts)
