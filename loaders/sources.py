"""The contract of every input: what `sources.yml` may say, and its defaults."""

from dataclasses import dataclass, field
from pathlib import Path

DEFAULT_SOURCES = Path(__file__).with_name("sources.yml")
RECORD_ENDS = {"lf": b"\n", "crlf": b"\r\n", "cr": b"\r"}


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
