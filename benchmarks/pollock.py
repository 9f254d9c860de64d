"""Scores the loader on the files of Pollock: `python benchmarks/pollock.py FOLDER`; see README.md.

FOLDER is `polluted_files` or `survey_sample` of a copy of HPI-Information-Systems/Pollock. The
server is an embedded one of this run's own.
"""

import csv
import json
import os
import re
import sys
import traceback
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Identifier

from benchmarks.own_servers import own_servers
from common.errors import UserError
from common.servers.connections import Role, connect_postgres
from loaders.contract.model import Dialect, Header, Limits, Source
from loaders.files.file import opened
from loaders.staging import limits
from loaders.staging.sending import send
from loaders.store import Sent

TABLE = Identifier("staging", "landed")
SPARE = 1_000  # columns that the contract by position has, where a file has fewer
KEPT, LIFTED = Limits(min_rows=0), Limits(min_rows=0, max_rejected=1.0)
Rows = list[list[str]]


def main(folder: Path) -> None:
    """Land every file; print the score of those that lose any of it, and the mean of all."""
    scores: list[float] = []
    ways: Counter[str] = Counter()
    with own_servers("postgres"), connect_postgres(role=Role.LOADER) as connection:
        for file in sorted((folder / "csv").iterdir()):
            told = (folder / "parameters" / f"{file.name}_parameters.json").read_text("utf-8")
            with (folder / "clean" / file.name).open(encoding="utf-8-sig", newline="") as clean:
                wanted = list(csv.reader(clean))
            way, got = _landed(connection, file, json.loads(told))
            altered = (_lines(got or []) - _lines(wanted)).total()
            scores.append(0.0 if got is None else score(wanted, got))
            ways.update([way] + ["rows that equal no clean one"] * (altered > 0))
            if scores[-1] < 9.9 or altered:
                print(f"{scores[-1]:.3f} {file.name} ({way}, {altered} rows altered)", flush=True)
    print(f"{len(scores):,} files, mean score {mean(scores):.3f}; {dict(ways)}")


def _landed(
    connection: Connection[Any], file: Path, told: Mapping[str, Any]
) -> tuple[str, Rows | None]:
    """Land a file with its header by name; by position, and whatever it holds, where refused."""
    for way in ("by name", "by position"):
        try:
            return way, _land(connection, file, _source(told, by_name=way == "by name"))
        except UserError as error:
            reason = str(error)
        except Exception:
            print(file.name, traceback.format_exc())
            return "traceback", None
    print(reason)
    return "refused", None


def _source(told: Mapping[str, Any], by_name: bool) -> Source:
    """Return the contract that the corpus tells of a file."""
    quote, rows, skip = told["quotechar"], int(told["header_lines"]), int(told["preamble_lines"])
    quote = quote[:1] or '"'
    dialect = Dialect(
        delimiter=told["delimiter"] or ",",
        quote=quote,
        escape=told["escapechar"] or quote,
        encoding=told["encoding"],
    )
    names = [name.strip() for name in told["column_names"]]
    names += [""] * (SPARE - len(names))
    if by_name and rows:
        columns = tuple(name for name in names if _can_be_declared(name, names))
        return Source("t", (), columns, dialect=dialect, header=Header(skip, rows), limits=KEPT)
    columns = tuple(
        name if _can_be_declared(name, names) else f"column {number}"
        for number, name in enumerate(names, 1)
    )
    return Source(
        "t", (), columns[:1], columns[1:], "snapshot", dialect, Header(skip + rows, 0), LIFTED
    )


def _can_be_declared(name: str, names: list[str]) -> bool:
    return bool(name) and len(name.encode()) < 64 and names.count(name) == 1


def _land(connection: Connection[Any], file: Path, source: Source) -> Rows:
    """Return what PostgreSQL holds of a file, in the file's order, the header first if it has one.

    Columns without a name of their own have none in the header.
    """
    with connection.transaction(force_rollback=True), opened(source, file, lambda _: None) as given:
        declared = [name for name, _ in given.layout.declared]
        connection.execute(
            SQL(
                "create table staging.landed ({} text, _extra jsonb, _source_row bigint not null)"
            ).format(SQL(" text, ").join(map(Identifier, declared)))
        )
        sent = Sent()
        send(connection, TABLE, given.layout, given.batches, sent)
        limits.check(file.name, source, sent, given, None)
        found = connection.execute("select * from staging.landed order by _source_row").fetchall()
    places = dict(given.layout.declared) | dict(given.layout.extra)
    places |= dict(given.layout.nameless)  # those that hold nothing are as empty as they were
    names = sorted(places, key=places.__getitem__)
    rows = [dict(zip(declared, row, strict=False)) | (row[-2] or {}) for row in found]
    header = ["" if re.fullmatch(r"column[ _]\d+", name) else name for name in names]
    return [header] * any(header) + [[row.get(name, "") for name in names] for row in rows]


def score(wanted: Rows, got: Rows) -> float:
    """Return the corpus's score of a file that landed, 0..10, comparing texts as they are.

    One point for landing; precision, recall and their mean of header, records and cells.
    """
    if not wanted:
        return 10.0
    header = _shares(wanted[0], got[0] if got else [])
    records = _shares(["".join(row) for row in wanted[1:]], ["".join(row) for row in got[1:]])
    cells = _shares([cell for row in wanted for cell in row], [cell for row in got for cell in row])
    return 1 + header + records + cells


def _shares(wanted: Sequence[str], got: Sequence[str]) -> float:
    if not wanted:
        return 3.0
    both = (Counter(wanted) & Counter(got)).total()
    if not both:
        return 0.0
    precision, recall = both / len(got), both / len(wanted)
    return precision + recall + 2 * precision * recall / (precision + recall)


def _lines(rows: Rows) -> Counter[tuple[str, ...]]:
    return Counter(map(tuple, rows[1:]))


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parent.parent)
    main(Path(sys.argv[1]).resolve())
