"""What a workbook's cell shows, as text that reads one way.

A number format adds what a person sees and the number alone does not have: zeros in front of a key,
a percent sign. It takes nothing away: no number is rounded, and dates are ISO dates.
"""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

ESCAPED = re.compile(
    "_x([0-9A-Fa-f]{4})_"
)  # a character in a workbook's XML (ECMA-376, ST_Xstring)
LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
ZEROS = re.compile(r"[0 ()/-]*0[0 ()/-]*0[0 ()/-]*")  # e.g. 00000 or 00 00 00


def text_of(cell: Any) -> str:
    """Return a cell of openpyxl as text."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format).split(";")[0])
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return _duration(round(value.total_seconds()))
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(value))


def _number(value: float, style: str) -> str:
    """Write a number in full, with the 15 digits that Excel computes with."""
    number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    plain = LITERAL.sub(lambda found: found[1] or found[2] or "", style)
    if "%" in LITERAL.sub("", style):
        return f"{_full(number * 100)}%"
    if number == number.to_integral() and number >= 0 and ZEROS.fullmatch(plain):
        digits = f"{number:.0f}".zfill(plain.count("0"))
        return _filled(digits, plain)
    return _full(number)


def _full(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _filled(digits: str, pattern: str) -> str:
    """Put digits in the place of a pattern's zeros; those that are too many go in front."""
    kept = list(digits)
    last = [kept.pop() if mark == "0" else mark for mark in reversed(pattern)]
    return "".join(kept) + "".join(reversed(last))


def _duration(seconds: int) -> str:
    sign, seconds = "-" if seconds < 0 else "", abs(seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
