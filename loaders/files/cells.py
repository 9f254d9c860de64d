"""What a workbook's cell shows, as text that reads one way.

A number format adds what a person sees and the number alone does not have: zeros and letters in
front of a key, a percent sign. It takes nothing away: no number is rounded, dates are ISO dates.
"""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

# A character in a workbook's XML (ECMA-376, ST_Xstring).
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
# Text in a number format: in quotes, behind a backslash, or a mark that needs neither; what shows
# nothing (blanks as wide as something, fills, colours); a digit that is always shown; all else.
MARK = re.compile(r'"([^"]*)"|\\(.)|([ ()/+:-])|[_*].|\[[^\]]*\]|(0)|(.)', re.DOTALL)


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
    text = str(value)
    if not ESCAPED.search(text):
        return text
    meant = ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    # Two halves of a character become one.
    return meant.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def _number(value: float, style: str) -> str:
    """Write a number in full, with the 15 digits that Excel computes with."""
    number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    marks = [found.groups() for found in MARK.finditer(style)]
    if any(other == "%" for *_, other in marks):
        return f"{_full(number * 100)}%"
    zeros = sum(bool(zero) for *_, zero, _ in marks)
    is_key = zeros > 1 and not any(other for *_, other in marks)  # e.g. 00000, 00 00 00, "S"000
    if not is_key or number != number.to_integral() or number < 0:
        return _full(number)
    digits = f"{number:.0f}".zfill(zeros)
    first = len(digits) - zeros + 1  # the first zero also shows the digits that are too many
    shown = iter([digits[:first], *digits[first:]])
    return "".join(next(shown) if zero else "".join(filter(None, text)) for *text, zero, _ in marks)


def _full(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _duration(seconds: int) -> str:
    sign, seconds = "-" if seconds < 0 else "", abs(seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
