"""Which of an input's columns is which: matches their names with those that a source declares."""

import re
import unicodedata
from collections.abc import Sequence

from loaders.batch import FileRefusedError, Layout, another_delimiter
from loaders.contract.meaning import lacking
from loaders.contract.model import Source

NAMES, LENGTH = 30, 60  # of the names that a message repeats
# A record in the place of a header: e-mail addresses, keys and dates are not repeated.
VALUE = re.compile(r"@|^\d|\d{3}")


def by_position(width: int, source: Source) -> Layout:
    """Give the columns of an input without a header the declared names in their order."""
    return Layout(width, tuple(zip(source.columns[:width], range(width), strict=True)))


def by_name(names: Sequence[str], source: Source, where: str) -> Layout:
    """Match names; letter case does not count."""
    known = {column.casefold(): column for column in source.columns}
    known |= {alias.casefold(): column for alias, column in source.header.aliases.items()}
    found: dict[str, int] = {}
    extra: dict[str, int] = {}
    nameless: dict[str, int] = {}
    taken = set(names)  # what a column is called that needs another name is no other one's
    for position, name in enumerate(names):
        column = known.get(name.casefold())
        if not name:
            nameless[_unused(f"column_{position + 1}", position, taken)] = position
        elif column is None:
            own = _unused(f"{name}_{position + 1}", position, taken) if name in extra else name
            extra[own] = position
        elif column in found:
            raise FileRefusedError(
                f"{where} columns {found[column] + 1} and {position + 1} have the same name, or "
                f"both stand for `{column}` (letter case does not count): rename one"
            )
        else:
            found[column] = position
    missing = [column for column in source.required if column not in found]
    if not source.required:  # as of attendance that names students and sessions otherwise
        by_heading = {"session_id"} if source.register else set()
        missing = lacking(source.name, {*found, *by_heading}, ())
    if missing:
        raise FileRefusedError(f"{where} {_missing(missing, names, source)}")
    declared = tuple((column, found[column]) for column in source.columns if column in found)
    return Layout(len(names), declared, tuple(extra.items()), tuple(nameless.items()))


def _unused(name: str, position: int, taken: set[str]) -> str:
    while name in taken:
        name = f"{name}_{position + 1}"
    taken.add(name)
    return name


def _missing(missing: list[str], names: Sequence[str], source: Source) -> str:
    """Say which columns are missing, what there is instead, and what to do."""
    columns = ", ".join(f"`{column}`" for column in missing)
    lack = f"column {columns} is" if len(missing) == 1 else f"columns {columns} are"
    advice = f"rename it in the file, or give its name there as an alias of source `{source.name}`"
    if set(missing) <= set(source.required):
        advice += (
            "; where an export has none, list it there under `optional`, or under `without` of "
            "that source in school.yml"
        )
    if len(names) == 1 and (said := another_delimiter(names[0], source)):
        return f"required {lack} missing: {said}"
    if all(VALUE.search(name) for name in names if name):
        return (
            f"required {lack} missing; what is in their place reads like a record, not like a "
            "header: put the header above it, or, if the columns are in the order of sources.yml, "
            f"declare `header: {{rows: 0}}` for source `{source.name}`"
        )
    alike = [
        (at, name, column)
        for column in missing
        for at, name in enumerate(names)
        if name and _look(name) == _look(column)
    ]
    if alike:
        told = [f"column {at + 1} looks like `{c}`, but {_difference(n, c)}" for at, n, c in alike]
        aliases = ", ".join(f'"{_escaped(name)}": {column}' for _, name, column in alike)
        return (
            f"required {lack} missing: {'; '.join(told)}: write it as in sources.yml, or add there "
            f"to `header` of source `{source.name}`: `aliases: {{{aliases}}}`"
        )
    return f"required {lack} missing; {_what_there_is(names)}: {advice}"


def _what_there_is(names: Sequence[str]) -> str:
    """Repeat the names of columns, but no value of a record that is taken for a header."""
    shown = [
        f"`{_escaped(name[:LENGTH])}`" if not VALUE.search(name) else f"column {at + 1}"
        for at, name in enumerate(names)
        if name
    ]
    more = [f"{len(shown) - NAMES:,} more"] if len(shown) > NAMES else []
    without = [f"column {at + 1} has no name" for at, name in enumerate(names) if not name]
    return (
        "the file has " + ", ".join(shown[:NAMES] + more) + "".join(f"; {n}" for n in without[:1])
    )


def _look(name: str) -> str:
    """Return what a name looks like: composed, without invisible characters."""
    composed = unicodedata.normalize("NFKC", name)
    seen = [c for c in composed if unicodedata.category(c) not in ("Cf", "Cc", "Co", "Cn")]
    return " ".join("".join(seen).split()).casefold()


def _difference(name: str, column: str) -> str:
    odd = [c for c in name if c not in column and not (c.isalnum() or c == " ")]
    if odd:
        named = [f"U+{ord(c):04X} {unicodedata.name(c, 'a control character')}" for c in odd]
        return f"holds {', '.join(dict.fromkeys(named))}"
    return "its letters are composed of other characters"


def _escaped(name: str) -> str:
    """Write a name so that YAML reads it back from double quotes, invisible characters shown."""
    return "".join(
        c
        if c.isprintable() and c not in '"\\' and not unicodedata.combining(c)
        else f"\\u{ord(c):04X}"
        if ord(c) < 0x10000
        else f"\\U{ord(c):08X}"
        for c in name
    )
