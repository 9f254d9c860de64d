"""How a variant writes the school down."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Style:
    """One way to export the school; the default is what the project's own contract declares.

    `headers` and `words` name a language of `words.py`; `dates` a pattern of `spelling.py`;
    `attendance` a layout and `heads` how a register's columns are
    headed, of `layouts.py`; `damage` names functions of `damage.py`.
    """

    delimiter: str = ","
    quote_all: bool = False
    line_end: str = "\n"
    encoding: str = "utf-8"
    sep_line: bool = False
    packed: bool = False
    headers: str = "en"
    words: str = "en"
    names: str = "en"
    split_names: bool = False
    file_names: str = "en"
    statuses: str = "en"
    dates: str = "iso"
    progress: str = "percent"
    durations: str = "minutes"
    few_days: bool = False
    titles: bool = False
    ghosts: bool = False
    extra: bool = False
    attendance: str = "marks"
    heads: str = ""
    parts: str = ""
    own_day: bool = False
    workbooks: frozenset[str] = frozenset()
    real_dates: bool = False
    sheets: bool = False
    damage: tuple[str, ...] = ()
