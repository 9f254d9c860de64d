"""The contract of every input: what `sources.yml` may say, and its defaults."""

import re
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StrictBool
from pydantic.dataclasses import dataclass

from common.errors import UserError
from loaders.contract.setting import (
    Count,
    Day,
    Encoding,
    First,
    MistakeError,
    Order,
    Share,
    Texts,
    wrong_column,
)

TWELVE_MONTHS = timedelta(days=365)  # for which a year is known that dates do not name
RECORD_ENDS = {"lf": b"\n", "crlf": b"\r\n", "cr": b"\r"}
MOST_COLUMNS = 1_597  # of a table in PostgreSQL, less the loader's three
# An encoding is a file's, not a record's: it is the right one where for each record that it cannot
# read so many hold other letters than ASCII that it can.
PROVING = 100
FORBID = ConfigDict(extra="forbid")
# What a status word may count as, in the sources that have one.
MEANINGS = {
    "attendance": ("attended", "missed", "excused"),
    "sessions": ("held", "cancelled"),
    "subscriptions": (
        *("runs", "paused", "ended", "completed", "left", "cancelled", "refunded", "no show"),
    ),
}


class ContractError(UserError):
    """`sources.yml` (or the file given by `--sources`) says something it may not."""


@dataclass(frozen=True, config=FORBID)
class Dialect:
    """How the bytes of a delimited file become records; `quote=""` means that nothing quotes.

    `record_end` is one of `RECORD_ENDS`, or `any` of them: that which nearly all records have.
    """

    delimiter: str = ","
    quote: str = '"'
    escape: str = '"'
    record_end: Literal["any", "lf", "crlf", "cr"] = "any"
    encoding: Encoding = "utf-8"

    def __post_init__(self) -> None:
        if not 1 <= len(self.delimiter.encode()) <= 4 or set("\r\n\0") & set(self.delimiter):
            raise MistakeError("delimiter must be 1 to 4 bytes and no line end", "delimiter")
        for key, mark in (("quote", self.quote), ("escape", self.escape)):
            if len(mark.encode()) > 1 or mark.isspace() or mark == "\0":
                what = "must be one ASCII character and no blank, or empty for none"
                raise MistakeError(f"{key} {what}", key)
            if mark and mark in self.delimiter:
                raise MistakeError(f"{key} must differ from the delimiter", key)
        if bool(self.quote) != bool(self.escape):
            raise MistakeError("escape and quote go together: set both, or both empty", "escape")


@dataclass(frozen=True, config=FORBID)
class Header:
    """The lines before the first record; `aliases` maps a column's other names to its own.

    The table ends before a line that begins with `until`.
    """

    skip: Count = 0
    rows: Count = 1
    aliases: dict[str, str] = Field(default_factory=dict)
    until: str = ""


@dataclass(frozen=True, config=FORBID)
class Limits:
    """What a load must keep to be landed; shares are fractions 0..1."""

    min_rows: Count = 1
    max_rejected: Share = 0.05
    max_shrink: Share = 1.0
    drop_parts: StrictBool = False


@dataclass(frozen=True, config=FORBID)
class Retention:
    """How many of the newest loads keep their rows, and whether each month's last one does too.

    None that is older than `months` does, unless it counts.
    """

    loads: Annotated[Count, Field(ge=1)] = 30
    monthly: StrictBool = True
    months: Annotated[Count, Field(ge=1, le=1200)] = 24


@dataclass(frozen=True, config=FORBID)
class Database:
    """Where a pull reads: `variable` names the environment variable that holds the URL.

    Either `table` (with its schema, where it needs one) or `query` is set; rows beyond the
    greatest value of column `watermark` so far are new ones.
    """

    variable: str
    table: str = ""
    query: str = ""
    watermark: str = ""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", self.variable):
            # It may be the URL itself, with a password in it: not a word of it is repeated.
            what = "database must be the name of the environment variable with the URL"
            raise MistakeError(what, "variable")
        if bool(self.table) == bool(self.query):
            what = "name the `table` to pull, or give a `query`: one of the two"
            raise MistakeError(what, "variable")


@dataclass(frozen=True, config=FORBID)
class Source:
    """One declared input: files, as glob patterns without regard to case, or a database.

    What the cells mean: `date_order` is one for all columns or by column, dates that
    name no year are of the twelve months from `dates_from` on, `progress` what a number
    without % is, `statuses` what a word counts as, `register` what the columns beside the student
    are, `join` the columns whose ids are the same but for zeros before them or case. Of
    subscriptions, `cancel_ends` says whether a cancelled one ends on that day or with the paid
    period, `gone_means` what one is that the next export no longer has. `ignore` are undeclared
    columns that decide nothing. An export is late `max_age` days after its own day, or where the
    newest past day that it tells of is more than `max_silence` days before that. Of a campus that
    `group_silence` names, a group is silent after as many days.
    """

    name: str
    files: Texts = ()
    required: Texts = ()
    optional: Texts = ()
    mode: Literal["snapshot", "parts", "append"] = "snapshot"
    dialect: Dialect = Dialect()
    header: Header = Header()
    limits: Limits = Limits()
    retention: Retention = Retention()
    database: Database | None = None
    format: Literal["csv", "excel"] = "csv"
    sheet: str | None = None
    date_order: Order = "iso"
    dates_from: First | None = None
    progress: Literal["", "fraction", "percent"] = ""
    statuses: dict[str, str] = Field(default_factory=dict)
    register: Literal["", "session", "date"] = ""
    cancel_ends: Literal["day", "period"] = "day"
    gone_means: Literal["unknown", "lost"] = "unknown"
    join: Texts = ()
    accepted: dict[str, Day] = Field(default_factory=dict)
    ignore: Texts = ()
    max_age: Count | None = None
    max_silence: Count | None = None
    group_silence: dict[str, Count] = Field(default_factory=dict)

    @property
    def watermark(self) -> str:
        """The column by which a database is pulled bit by bit, or nothing."""
        return self.database.watermark if self.database else ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Every declared column, in the order in which the raw table has them."""
        return self.required + self.optional

    @property
    def table(self) -> str:
        """The name of the raw table in schema `staging`."""
        return f"raw_{self.name}"

    def order_of(self, column: str) -> str:
        """Return how a column's dates are written."""
        order = self.date_order
        return order if isinstance(order, str) else order.get(column, "iso")

    def __post_init__(self) -> None:
        if not self.columns:
            raise MistakeError("columns is missing: list the columns that must be there")
        seen: set[str] = set()
        for key, columns in (("columns", self.required), ("optional", self.optional)):
            for column in columns:
                what = wrong_column(column)
                if column.casefold() in seen:
                    what = "is declared twice (letter case does not count)"
                if what:
                    shown = column.encode("utf-8", "backslashreplace").decode()
                    raise MistakeError(f"column `{shown}` {what}", key)
                seen.add(column.casefold())
        if len(seen) > MOST_COLUMNS:
            raise MistakeError(
                f"columns are {len(seen):,}, and a table in PostgreSQL has at most "
                f"{MOST_COLUMNS:,}: leave out some; what nobody declares is kept in `_extra`",
                "columns",
            )
        for alias, column in self.header.aliases.items():
            if column not in self.columns:
                allowed = ", ".join(self.columns)
                raise MistakeError(f"{alias} is `{column}`; allowed: {allowed}", "header.aliases")
        meanings = MEANINGS.get(self.name, ())
        for word, meaning in self.statuses.items():
            if meaning not in meanings:
                allowed = ", ".join(meanings) or "nothing"
                what = f"`{word}` counts as `{meaning}`; allowed: {allowed}"
                raise MistakeError(what, "statuses")
        if self.watermark and self.watermark not in self.required:
            raise MistakeError(
                f"watermark `{self.watermark}` must be one of the columns", "watermark"
            )
        if self.database and bool(self.watermark) != (self.mode == "append"):
            raise MistakeError(
                "a database source with `mode: append` needs a `watermark`, and a watermark that "
                "mode",
                "watermark" if self.watermark else "mode",
            )
