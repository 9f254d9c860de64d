"""The contract of every input: reads `sources.yml` and refuses what it does not understand."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from loaders.section import ContractError as ContractError
from loaders.section import Section

DEFAULT_SOURCES = Path(__file__).with_name("sources.yml")
RECORD_ENDS = {"lf": b"\n", "crlf": b"\r\n", "cr": b"\r"}


VARIABLE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
SOURCE_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
ENCODINGS = ("utf-8", "utf-16", "latin-1", "windows-1252")
IDENTIFIER_BYTES = 63  # PostgreSQL cuts a longer name without an error
FOR_CSV = ("delimiter", "quote", "escape", "record_end", "encoding")
FOR_FILES = ("files", "format", "sheet", "null_tokens", "header", *FOR_CSV)
FOR_DATABASES = ("database", "table", "query", "watermark")
SETTINGS = (
    *("columns", "optional", "mode", "limits", "retention"),
    *FOR_FILES,
    *FOR_DATABASES,
)
# A table cannot have a column of one of these names: PostgreSQL keeps them, or the loader does.
RESERVED = frozenset(
    ["tableoid", "ctid", "xmin", "xmax", "cmin", "cmax", "_extra", "_load_id", "_source_row"]
)


@dataclass(frozen=True)
class Dialect:
    """How the bytes of a delimited file become records; `quote=""` means that nothing quotes.

    `record_end` is one of `RECORD_ENDS`, or `any` where each of them ends a record.
    """

    delimiter: str = ","
    quote: str = '"'
    escape: str = '"'
    record_end: str = "any"
    encoding: str = "utf-8"
    null_tokens: tuple[str, ...] = ()


@dataclass(frozen=True)
class Header:
    """The lines before the first record; `aliases` maps a column's other names to its own."""

    skip: int = 0
    rows: int = 1
    aliases: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Limits:
    """What a load must keep to be landed; shares are fractions 0..1 and None is no limit."""

    min_rows: int = 1
    max_rejected: float = 0.05
    max_shrink: float | None = None


@dataclass(frozen=True)
class Retention:
    """How many of the newest loads keep their rows, and whether each month's last one does too."""

    loads: int = 30
    monthly: bool = True


@dataclass(frozen=True)
class Database:
    """Where a pull reads: `variable` names the environment variable that holds the URL.

    Either `table` (with its schema, where it needs one) or `query` is set; rows beyond the
    greatest value of column `watermark` so far are new ones.
    """

    variable: str
    table: str = ""
    query: str = ""
    watermark: str | None = None


@dataclass(frozen=True)
class Source:
    """One declared input: files, as glob patterns without regard to case, or a database."""

    name: str
    files: tuple[str, ...]
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    mode: str = "snapshot"
    dialect: Dialect = Dialect()
    header: Header = Header()
    limits: Limits = Limits()
    retention: Retention = Retention()
    database: Database | None = None
    format: str = "csv"
    sheet: str | None = None

    @property
    def watermark(self) -> str | None:
        """The column by which a database is pulled bit by bit, if it is."""
        return self.database.watermark if self.database else None

    @property
    def columns(self) -> tuple[str, ...]:
        """Every declared column, in the order in which the raw table has them."""
        return self.required + self.optional

    @property
    def table(self) -> str:
        """The name of the raw table in schema `staging`."""
        return f"raw_{self.name}"


def read_sources(file: Path = DEFAULT_SOURCES) -> tuple[Source, ...]:
    """Read and check the whole contract; `ContractError` names file and line."""
    try:
        document = YAML(typ="rt").load(file.read_text(encoding="utf-8"))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ContractError(f"{file}:{line}: not valid YAML: {error.problem}") from None
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise ContractError(f"{file}: cannot be read as a contract: {reason}") from None
    top = Section(file, "contract", document, 1, ["sources"])
    names = list(top.node.get("sources") or [])
    if not names:
        raise ContractError(f"{file}:1: contract: no `sources` are declared")
    entries = top.section("sources", names)
    return tuple(_source(entries, name) for name in names)


def _source(entries: Section, name: Any) -> Source:
    if not isinstance(name, str) or not SOURCE_NAME.fullmatch(name):
        entries.fail(name, f"source name `{name}` must be lowercase letters, digits and _")
    at = entries.section(name, SETTINGS)
    at.name = name
    if bool(at.texts("files")) == ("database" in at.node):
        at.fail(
            None,
            'files is missing: name a pattern such as "*students*.csv", or else a `database`',
        )
    for key in FOR_DATABASES:
        if key in at.node and "database" not in at.node:
            at.fail(key, f"{key} is for a `database`, and this source has none")
    if not at.texts("columns"):
        at.fail(None, "columns is missing: list the columns that must be there")
    _check_columns(at)
    return Source(
        name=name,
        files=at.texts("files"),
        required=at.texts("columns"),
        optional=at.texts("optional"),
        mode=at.text("mode", "snapshot", ["snapshot", "append"]),
        dialect=_dialect(at),
        header=_header(at),
        limits=_limits(at),
        retention=_retention(at),
        database=_database(at) if "database" in at.node else None,
        format=_format(at),
        sheet=at.text("sheet", "") or None,
    )


def _check_columns(at: Section) -> None:
    seen: set[str] = set()
    for key in ("columns", "optional"):
        for column in at.texts(key):
            if not column.strip() or column != column.strip() or "\0" in column:
                at.fail(key, f"column `{column}` is blank or has blanks around it")
            if len(column.encode()) > IDENTIFIER_BYTES:
                at.fail(key, f"column `{column}` is longer than {IDENTIFIER_BYTES} bytes")
            if column.lower() in RESERVED:
                at.fail(key, f"column `{column}` has a name that the raw table keeps for itself")
            if column.casefold() in seen:
                at.fail(key, f"column `{column}` is declared twice (letter case does not count)")
            seen.add(column.casefold())


def _format(at: Section) -> str:
    found = at.text("format", "csv", ["csv", "excel"])
    for key in FOR_CSV if found == "excel" else ("sheet",):
        if key in at.node:
            at.fail(key, f"{key} does not go with format `{found}`")
    return found


def _database(at: Section) -> Database:
    for key in FOR_FILES:
        if key in at.node:
            at.fail(key, f"{key} is for files, and this source is a database")
    variable, table, query = (at.text(key, "") for key in ("database", "table", "query"))
    if not VARIABLE_NAME.fullmatch(variable):
        # It may be the URL itself, with a password in it: not a word of it is repeated.
        at.fail("database", "database must be the name of the environment variable with the URL")
    if bool(table) == bool(query):
        at.fail("database", "name the `table` to pull, or give a `query`: one of the two")
    watermark = at.text("watermark", "")
    if watermark and watermark not in at.texts("columns"):
        at.fail("watermark", f"watermark `{watermark}` must be one of the columns")
    if bool(watermark) != (at.text("mode", "snapshot") == "append"):
        at.fail(
            "watermark" if watermark else "mode",
            "a database source with `mode: append` needs a `watermark`, and a watermark that mode",
        )
    return Database(variable, table, query, watermark or None)


def _dialect(at: Section) -> Dialect:
    delimiter = at.text("delimiter", ",")
    quote = at.text("quote", '"')
    escape = at.text("escape", quote)
    record_end = at.text("record_end", "any", ["any", *RECORD_ENDS])
    encoding = at.text("encoding", "utf-8", ENCODINGS)
    if not 1 <= len(delimiter.encode()) <= 4 or set("\r\n\0") & set(delimiter):
        at.fail("delimiter", "delimiter must be 1 to 4 bytes and no line end")
    for key, mark in (("quote", quote), ("escape", escape)):
        if len(mark.encode()) > 1 or mark.isspace() or mark == "\0":
            at.fail(key, f"{key} must be one ASCII character and no blank, or empty for none")
        if mark and mark in delimiter:
            at.fail(key, f"{key} must differ from the delimiter")
    if bool(quote) != bool(escape):
        at.fail("escape", "escape and quote go together: set both, or both empty")
    tokens = at.texts("null_tokens")
    for token in tokens if _format(at) == "csv" else ():
        if any(mark and mark in token for mark in (delimiter, quote, "\r", "\n", "\0")):
            at.fail("null_tokens", f"{token!r} is never a whole cell without quotes")
    return Dialect(delimiter, quote, escape, record_end, encoding, tokens)


def _header(at: Section) -> Header:
    part = at.section("header", ["skip", "rows", "aliases"])
    declared = at.texts("columns") + at.texts("optional")
    names = list(part.node.get("aliases") or [])
    aliases = part.section("aliases", names) if names else None
    pairs = {str(name): aliases.text(name, "", declared) for name in names} if aliases else {}
    return Header(part.whole("skip", 0), part.whole("rows", 1), pairs)


def _limits(at: Section) -> Limits:
    part = at.section("limits", ["min_rows", "max_rejected", "max_shrink"])
    rejected = part.share("max_rejected", Limits.max_rejected)
    return Limits(
        part.whole("min_rows", Limits.min_rows),
        1.0 if rejected is None else rejected,
        part.share("max_shrink", None),
    )


def _retention(at: Section) -> Retention:
    part = at.section("retention", ["loads", "monthly"])
    monthly = part.node.get("monthly", Retention.monthly)
    if not isinstance(monthly, bool):
        part.fail("monthly", "monthly must be true or false")
    return Retention(part.whole("loads", Retention.loads, least=1), monthly)
