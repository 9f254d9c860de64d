"""Tables as files, in the dialect, encoding and layout of a variant."""

import csv
import gzip
import io
from datetime import date, datetime
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]

from tests.corpus.damage import DAMAGE, Grid
from tests.corpus.layouts import laid_out
from tests.corpus.school import OWN_DAY, the_school
from tests.corpus.spelling import spelled
from tests.corpus.style import Style
from tests.corpus.tables import Table, tables_of
from tests.corpus.words import FILES, HEADERS, TITLES

LONG_NAME = "A column that nobody declared, whose name is longer than PostgreSQL lets one be"


def files_of(style: Style) -> dict[str, bytes]:
    """Return the school's exports in a style: file name → content."""
    school = the_school()
    files: dict[str, bytes] = {}
    sheets: dict[str, Grid] = {}
    for table in laid_out(tables_of(school, style), school, style):
        grid = _grid(table, style)
        for name in style.damage:
            grid = DAMAGE[name](grid, table.source, style)
        grid = [*table.above, *_framed(grid, style), *table.below]
        name = table.name or FILES[style.file_names][table.source]
        name = " ".join(filter(None, [name, table.part]))
        if style.own_day:
            name += f" {OWN_DAY}"
        if style.sheets:
            sheets[name] = grid
        elif table.source in style.workbooks:
            files[f"{name}.xlsx"] = _workbook({name: grid}, style)
        elif style.packed:
            files[f"{name}.csv.gz"] = gzip.compress(_text(grid, style), mtime=0)
        else:
            files[f"{name}.csv"] = _text(grid, style)
    if sheets:
        files["École.xlsx"] = _workbook({**sheets, "Notes": [["Pensez aux vacances"]]}, style)
    return files


def write(style: Style, folder: Path) -> None:
    """Write the exports into a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files_of(style).items():
        (folder / name).write_bytes(content)


def _grid(table: Table, style: Style) -> Grid:
    words = HEADERS[style.headers] | table.headers
    header = [words.get(column, column) for column in table.columns]
    cells = [
        [spelled(c, value, style) for c, value in zip(table.columns, row, strict=True)]
        for row in table.rows
    ]
    return [header, *cells]


def _framed(grid: Grid, style: Style) -> Grid:
    """Add what is around and beside a table."""
    if style.extra:
        grid = [[*row, f"room {at % 7}" if at else LONG_NAME] for at, row in enumerate(grid)]
    if style.ghosts:
        grid = [[*row, "", ""] for row in grid]
    if style.titles:
        width = len(grid[0])
        above = [[title, *[""] * (width - 1)] for title in TITLES[style.words]]
        grid = [*above, [""] * width, *grid]
    return grid


def _text(grid: Grid, style: Style) -> bytes:
    text = io.StringIO(newline="")
    if style.sep_line:
        text.write(f"sep={style.delimiter}{style.line_end}")
    csv.writer(
        text,
        delimiter=style.delimiter,
        lineterminator=style.line_end,
        quoting=csv.QUOTE_ALL if style.quote_all else csv.QUOTE_MINIMAL,
    ).writerows(grid)
    return text.getvalue().encode(style.encoding)


def _workbook(sheets: dict[str, Grid], style: Style) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    book.properties.modified = datetime(2026, 6, 30, 18)
    for title, grid in sheets.items():
        sheet = book.create_sheet(title)
        for row in grid:
            sheet.append([_real(cell) if style.real_dates else cell for cell in row])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _real(cell: str) -> str | date:
    """Return an ISO date as a date; everything else stays the text that it is."""
    try:
        return datetime.fromisoformat(cell) if len(cell) == 10 and cell[4] == "-" else cell
    except ValueError:
        return cell
