"""What spreadsheets, programs and people do to an export; all figures stay those of the school.

Each function takes a table of cells under its header and returns it damaged. Where ids are broken,
it adds rows of nobody, so that the right figures are the same.
"""

from collections.abc import Callable
from datetime import datetime

from tests.corpus.style import Style
from tests.corpus.words import TOTALS

Grid = list[list[str]]  # the header first


def lost_zeros(grid: Grid, source: str, style: Style) -> Grid:
    """A spreadsheet took the ids of attendance for numbers."""
    if source != "attendance":
        return grid
    return [[cell.lstrip("0") if at == 0 else cell for at, cell in enumerate(row)] for row in grid]


def unlike_zeros(grid: Grid, source: str, style: Style) -> Grid:
    """A spreadsheet took the ids of the subscriptions for numbers."""
    if source != "subscriptions":
        return grid
    at = len(grid[0]) - 2
    return [[*row[:at], row[at].lstrip("0"), *row[at + 1 :]] for row in grid]


def upper_case(grid: Grid, source: str, style: Style) -> Grid:
    """Attendance writes the ids of the sessions in small letters."""
    if source != "attendance":
        return grid
    return [grid[0]] + [[row[0], row[1].lower(), *row[2:]] for row in grid[1:]]


def scientific(grid: Grid, source: str, style: Style) -> Grid:
    """A long id of somebody was rounded."""
    if source != "attendance":
        return grid
    return [*grid, ["1.23E+11", *grid[-1][1:]]]


def reference_error(grid: Grid, source: str, style: Style) -> Grid:
    """A formula lost what it refers to."""
    if source not in ("attendance", "students"):
        return grid
    return [*grid, ["#REF!", *grid[-1][1:]]]


def total_line(grid: Grid, source: str, style: Style) -> Grid:
    """A line at the end sums up."""
    return [*grid, [TOTALS[style.words], str(len(grid) - 1), *[""] * (len(grid[0]) - 2)]]


def repeated_header(grid: Grid, source: str, style: Style) -> Grid:
    """Two exports were put one under the other, with their headers."""
    half = len(grid) // 2
    return [*grid[:half], grid[0], *grid[half:]]


def odd_blanks(grid: Grid, source: str, style: Style) -> Grid:
    """Keys were copied from a web page."""
    marks = ("\u200b{}", "{}\u00a0", "\ufeff{}", " {} ", "{}")
    return [grid[0]] + [
        [marks[at % len(marks)].format(row[0]), *row[1:]] for at, row in enumerate(grid[1:])
    ]


def apostrophes(grid: Grid, source: str, style: Style) -> Grid:
    """Ids of attendance begin with the apostrophe that a spreadsheet hides."""
    if source != "attendance":
        return grid
    return [grid[0]] + [[f"'{row[0]}", *row[1:]] for row in grid[1:]]


def half_turned(grid: Grid, source: str, style: Style) -> Grid:
    """A spreadsheet took day-first dates for month-first ones where it could."""

    def turned(cell: str) -> str:
        try:
            day = datetime.strptime(cell, "%m/%d/%Y")
        except ValueError:
            return cell
        return f"{day:%Y-%m-%d}"

    return [[turned(cell) for cell in row] for row in grid]


def two_orders(grid: Grid, source: str, style: Style) -> Grid:
    """Half of the sessions were typed by somebody who writes the month first."""

    def turned(cell: str) -> str:
        try:
            day = datetime.strptime(cell, "%d/%m/%Y")
        except ValueError:
            return cell
        return f"{day:%m/%d/%Y}"

    if source != "sessions":
        return grid
    half = len(grid) // 2
    return grid[:half] + [[turned(cell) for cell in row] for row in grid[half:]]


def mojibake(grid: Grid, source: str, style: Style) -> Grid:
    """A program read UTF-8 as windows-1252."""
    return [[cell.encode().decode("cp1252", "replace") for cell in row] for row in grid]


def unknown_status(grid: Grid, source: str, style: Style) -> Grid:
    """Some absences are written in a way that nobody knows."""
    if source != "attendance":
        return grid
    return [[("Abs?" if cell == "Absent" else cell) for cell in row] for row in grid]


def twice(grid: Grid, source: str, style: Style) -> Grid:
    """Every row was exported twice."""
    return [*grid, *grid[1:]]


DAMAGE: dict[str, Callable[[Grid, str, Style], Grid]] = {
    function.__name__.replace("_", " "): function
    for function in (
        *(
            lost_zeros,
            unlike_zeros,
            upper_case,
            scientific,
            reference_error,
            total_line,
            repeated_header,
        ),
        *(odd_blanks, apostrophes, half_turned, two_orders, mojibake, unknown_status, twice),
    )
}
