"""The contract is read whole, and what it may not say is refused with its line."""

from pathlib import Path

import pytest

from loaders.contract.model import ContractError, Dialect, Header, Limits, Retention, Source
from loaders.contract.sources import read_sources

FULL = """
sources:
  notes:
    files: ["*note*.csv", "*memo*.txt"]
    columns: [id, text]
    optional: [at]
    mode: append
    delimiter: "||"
    quote: "'"
    escape: "\\\\"
    record_end: crlf
    encoding: windows-1252
    header: {skip: 2, rows: 2, aliases: {Identifier: id}}
    limits: {min_rows: 10, max_rejected: 0.1, max_shrink: 0.5}
    retention: {loads: 3, monthly: false}
"""
MISTAKES = {
    "unknown key": (
        "sources:\n  a:\n    files: x\n    colums: [b]\n",
        4,
        "unknown setting `colums`",
    ),
    "no columns": ("sources:\n  a:\n    files: x\n", 2, "columns is missing"),
    "no files": ("sources:\n  a:\n    columns: [b]\n", 2, "files is missing"),
    "bad name": ("sources:\n  A-b:\n    files: x\n", 2, "source name `A-b`"),
    "not a mapping": ("sources:\n  a: 1\n", 2, "must be a mapping"),
    "mode": ("sources:\n  a:\n    files: x\n    columns: [b]\n    mode: add\n", 5, "mode is `add`"),
    "column twice": ("sources:\n  a:\n    files: x\n    columns: [b, B]\n", 4, "declared twice"),
    "too many columns": (
        f"sources:\n  a:\n    files: x\n    columns: {[f'c{n}' for n in range(1_598)]}\n",
        4,
        "columns are 1,598, and a table in PostgreSQL has at most 1,597",
    ),
    "long column": (f"sources:\n  a:\n    files: x\n    columns: [{'é' * 32}]\n", 4, "63 bytes"),
    "system column": ("sources:\n  a:\n    files: x\n    columns: [ctid]\n", 4, "keeps for itself"),
    "share": (
        "sources:\n  a:\n    files: x\n    columns: [b]\n    limits:\n      max_rejected: 5\n",
        6,
        "fraction from 0 to 1",
    ),
    "alias of nothing": (
        "sources:\n  a:\n    files: x\n    columns: [b]\n    header:\n      aliases: {c: d}\n",
        6,
        "allowed: b",
    ),
    "delimiter": (
        "sources:\n  a:\n    files: x\n    columns: [b]\n    delimiter: ''\n",
        5,
        "1 to 4",
    ),
    "delimiter that quotes": (
        "sources:\n  a:\n    files: x\n    columns: [b]\n    delimiter: '\"'\n",
        2,
        "quote must differ from the delimiter",
    ),
    "blank quote": (
        "sources:\n  a:\n    files: x\n    columns: [b]\n    quote: ' '\n",
        5,
        "quote must be one ASCII character and no blank",
    ),
    "merged": (
        "sources:\n  a: &a\n    files: x\n    columns: [b]\n    record_end: lf\n"
        "  c:\n    <<: *a\n    format: excel\n    header: {rows: 2}\n",
        6,
        "record_end does not go with",
    ),
    "record end": (
        "sources:\n  a:\n    files: x\n    columns: [b]\n    record_end: '\\n'\n",
        5,
        "allowed: any, lf, crlf, cr",
    ),
    "record end of a sheet": (
        "sources:\n  a:\n    files: x\n    columns: [b]\n    format: excel\n    record_end: lf\n",
        6,
        "record_end does not go with format `excel`",
    ),
    "number as a name": (
        "sources:\n  a:\n    files: x\n    columns: [b, 1]\n",
        4,
        "columns must be text, in quotes",
    ),
    "columns that are none": (
        "sources:\n  a:\n    files: x\n    columns: {b: 1}\n",
        4,
        "columns must be a list of texts",
    ),
    "unknown key in a part": (
        "sources:\n  a:\n    files: x\n    columns: [b]\n    header:\n      row: 1\n",
        6,
        "unknown setting `row`; allowed: skip, rows, aliases",
    ),
    "number": (
        "sources:\n  a:\n    files: x\n    columns: [b]\n    header: {skip: -1}\n",
        5,
        "skip must be a whole number of at least 0",
    ),
    "yes for a number": (
        "sources:\n  a:\n    files: x\n    columns: [b]\n    limits: {min_rows: true}\n",
        5,
        "min_rows must be a whole number",
    ),
    "text for yes or no": (
        "sources:\n  a:\n    files: x\n    columns: [b]\n    retention: {monthly: 'no'}\n",
        5,
        "monthly must be true or false",
    ),
    "list for a part": (
        "sources:\n  a:\n    files: x\n    columns: [b]\n    limits: [1]\n",
        5,
        "limits must be a mapping of settings",
    ),
    "no sources": ("tables: {}\n", 1, "must be one mapping, `sources`"),
    "yaml": ("sources:\n  a: [\n", 3, "not valid YAML"),
    "encoding": (
        "sources:\n  a:\n    files: x\n    columns: [b]\n    encoding: utf-9\n",
        5,
        "encoding must be an encoding that Python knows",
    ),
    "half a character": (
        'sources:\n  a:\n    files: x\n    columns: ["\\ud83d\\ude42"]\n',
        4,
        "is written with half characters",
    ),
    "key twice": ("sources:\n  a:\n    files: x\n    files: y\n", 4, "not valid YAML"),
}


def write(folder: Path, text: str) -> Path:
    file = folder / "sources.yml"
    file.write_text(text, encoding="utf-8")
    return file


def test_every_setting_arrives(tmp_path: Path) -> None:
    assert read_sources(write(tmp_path, FULL)) == (
        Source(
            name="notes",
            files=("*note*.csv", "*memo*.txt"),
            required=("id", "text"),
            optional=("at",),
            mode="append",
            dialect=Dialect("||", "'", "\\", "crlf", "windows-1252"),
            header=Header(2, 2, {"Identifier": "id"}),
            limits=Limits(10, 0.1, 0.5),
            retention=Retention(3, False),
        ),
    )


@pytest.mark.parametrize(("text", "line", "message"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_names_its_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    file = write(tmp_path, text)
    with pytest.raises(ContractError) as caught:
        read_sources(file)
    assert str(caught.value).startswith(f"{file}:{line}: ")
    assert message in str(caught.value)


def test_a_quote_inside_quotes_is_escaped_by_the_quote_unless_told(
    tmp_path: Path,
) -> None:
    text = 'sources:\n  a: {files: x, columns: [b], quote: "\'"}\n'
    (source,) = read_sources(write(tmp_path, text))
    assert source.dialect == Dialect(quote="'", escape="'")


def test_a_source_may_take_over_the_settings_of_another(tmp_path: Path) -> None:
    text = "    files: x\n    columns: [b]\n    header: {aliases: {c: b}}\n"
    file = write(tmp_path, f"sources:\n  a: &a\n{text}  d:\n    <<: *a\n    files: y\n")
    first, second = read_sources(file)
    assert (first.header, second.files) == (second.header, ("y",))


def test_the_shipped_contract_declares_the_exports_and_the_calls() -> None:
    names = [source.name for source in read_sources()]
    assert names == ["students", "sessions", "attendance", "subscriptions", "calls"]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("database: postgresql://me:canary@host/db, table: t", "name of the environment variable"),
        ("database: DB", "the `table` to pull, or give a `query`"),
        ("database: DB, table: t, query: q", "one of the two"),
        ("database: DB, table: t, files: '*'", "or else a `database`"),
        ("database: DB, table: t, delimiter: ';'", "delimiter is for files"),
        ("database: DB, table: t, mode: append", "needs a `watermark`"),
        ("database: DB, table: t, watermark: a", "a watermark that mode"),
        ("database: DB, table: t, mode: append, watermark: b", "must be one of the columns"),
        ("files: '*', watermark: a", "watermark is for a `database`"),
    ],
)
def test_what_does_not_go_with_a_database_is_refused(
    settings: str, message: str, tmp_path: Path
) -> None:
    file = write(tmp_path, f"sources:\n  a: {{columns: [a], {settings}}}\n")
    with pytest.raises(ContractError, match=message) as caught:
        read_sources(file)
    assert "canary" not in str(caught.value)
    assert f"{file}:2: a: " in str(caught.value)
