"""What schools call things: names of columns and files, months, and the words of a status."""

import csv
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from common.folders import REPOSITORY
from common.yaml_text import project_variables, read_yaml

SYNONYMS = Path(__file__).parent.with_name("synonyms.yml")
SEEDS = REPOSITORY / "dbt_project" / "seeds"
# Letters that Unicode does not take apart, and that people write for one another.
LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "ى": "ي", "ة": "ه", "ٱ": "ا", "ک": "ك", "ی": "ي"}
    | {"ھ": "ه", "ہ": "ه", "ە": "ه"}
)


def folded(text: str) -> str:
    """Return what of a name tells it from others.

    Case, blanks, hyphens, underscores, accents, invisible characters, the forms of an Arabic
    letter, its vowel marks and tatweel do not count; digits count, whichever script they are in.
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = (str(unicodedata.decimal(mark, mark)) for mark in plain if mark.isalnum())
    return "".join(kept).replace("ـ", "").translate(LETTERS)


@dataclass(frozen=True)
class Vocabulary:
    """The names that this project knows, each folded.

    `columns` maps source and folded name to the column, `files` a folded name to the source,
    `months` one to its number; `weekdays` are as written, in small letters. `statuses`, `times` and
    `roles` are names of columns, `absences` words in the name of a file of who did not come,
    `totals` words at the beginning of a line, and `counted` what it then counts, `noise` words in a
    file's name that say nothing of what it holds, `nothing` cells that count as empty (in small
    letters, not folded).
    """

    columns: Mapping[str, Mapping[str, str]]
    files: Mapping[str, str]
    months: Mapping[str, int]
    weekdays: frozenset[str]
    totals: frozenset[str]
    counted: frozenset[str]
    roles: frozenset[str]
    times: frozenset[str]
    statuses: frozenset[str]
    absences: frozenset[str]
    noise: frozenset[str]
    nothing: frozenset[str]


@cache
def vocabulary() -> Vocabulary:
    """Read `synonyms.yml`, and of `dbt_project.yml` the words for "nothing here"."""
    document = read_yaml(SYNONYMS.read_text(encoding="utf-8"))
    tokens = project_variables()["null_tokens"]
    columns = {
        source: {
            folded(name): column for column, names in entries.items() for name in (column, *names)
        }
        for source, entries in document["columns"].items()
    }
    return Vocabulary(
        columns=columns,
        files={folded(name): key for key, names in document["files"].items() for name in names},
        months={folded(name): key for key, names in document["months"].items() for name in names},
        weekdays=frozenset(document["weekdays"]),
        totals=frozenset(map(folded, document["totals"])),
        counted=frozenset(map(folded, document["counted"])),
        roles=frozenset(map(folded, document["roles"])),
        times=frozenset(map(folded, document["times"])),
        statuses=frozenset(map(folded, document["statuses"])),
        absences=frozenset(map(folded, document["absences"])),
        noise=frozenset(map(folded, document["noise"])),
        nothing=frozenset(token.casefold() for token in tokens),
    )


@cache
def status_words(source: str) -> Mapping[str, str]:
    """Return what each folded word of a source's status means, from the seed that dbt reads.

    The sources `attendance`, `sessions` and `subscriptions` have one.
    """
    file = {"attendance": "attendance_statuses", "sessions": "session_statuses"}
    name = file.get(source, "subscription_statuses")
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return {folded(row["word"]): row["meaning"] for row in csv.DictReader(lines)}
