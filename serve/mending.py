"""What whoever keeps the exports has to mend: a line each, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterator

from common.language import Language
from common.servers.connections import Role, connect_postgres
from loaders.staging import loads

# What begins like one is a formula to a spreadsheet.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # noqa: RUF001
LANDED = """
select source_name, file_name, source_row, outcome, meaning, what_to_do
from marts.data_quality_issues
where severity <> 'info'
order by source_name, file_name, source_row
"""
IS_BUILT = "select to_regclass('marts.data_quality_issues') is not null"


def lines_to_mend(speak: Language) -> Iterator[str]:
    """Yield the file's text: export, file, where, what became of it, what is wrong, what to do."""
    between = ";" if speak.decimal(1.5)[1] == "," else ","
    yield "\N{BYTE ORDER MARK}" + _line(
        [
            speak.text("Export"),
            speak.text("File"),
            speak.text("Where"),
            speak.text("What became of it"),
            speak.text("What is wrong"),
            speak.text("What to do"),
        ],
        between,
    )
    rejected, excluded = speak.text("Rejected"), speak.text("Excluded")
    used = speak.text("Used, but worth a look")
    with connect_postgres(role=Role.LOADER, application_name="serve") as connection:
        for source, file, line, reason, hint in loads.rejected(connection):
            where = speak.text("line {number}", number=speak.number(line))
            what = speak.known(reason.replace("-", " "))
            yield _line(
                [speak.known(source), file, where, rejected, what, speak.known(hint)], between
            )
    with connect_postgres(role=Role.TRANSFORMER, application_name="serve") as connection:
        if connection.execute(IS_BUILT).fetchone() != (True,):
            return
        with connection.cursor("lines to mend") as cursor:
            for source, file, row, outcome, meaning, to_do in cursor.execute(LANDED):
                where = speak.text("record {number}", number=speak.number(row))
                became = excluded if outcome == "set_aside" else used
                yield _line(
                    [
                        *(speak.known(source), file, where, became),
                        *(speak.known(meaning), speak.known(to_do)),
                    ],
                    between,
                )


def _line(cells: list[str], between: str) -> str:
    text = io.StringIO()
    safe = [f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells]
    csv.writer(text, delimiter=between).writerow(safe)
    return text.getvalue()
