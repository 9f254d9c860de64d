"""The loader's commands: `python -m loaders --help`."""

import argparse
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from psycopg import Connection

from common import spark
from common.commands import cli
from common.commands.progress import TerminalProgress
from common.errors import UserError
from common.folders import SAMPLE
from common.school import as_of
from loaders import summary
from loaders.contract.model import Source
from loaders.contract.sources import DEFAULT_SOURCES, school_sources
from loaders.discovery import ignored, matched
from loaders.input import Input
from loaders.inspection.conversation import inspect
from loaders.load import land, session, tidy
from loaders.own_day import today
from loaders.staging.limits import allowing
from loaders.staging.store import PostgresStore
from loaders.store import Store
from loaders.withdraw import withdraw

DESCRIPTION = """\
Land raw files and tables in PostgreSQL, schema staging: every column as text, nothing cast,
trimmed or dropped. What cannot be landed is rejected, and kept with its reason."""

EPILOG = """\
loaders/sources.yml declares the inputs; docs/operations.md explains it. A file is recognised by
its name. A file of a snapshot source is the complete export and takes the place of the one
before; the same bytes are not landed twice. A data file that fits no source, or breaks its
contract, refuses the whole load, and what was landed before stays as it is. Anything else in the
folder, e.g. a readme.txt, is ignored and named at the end.

The server is that of profiles.yml, in the project's folder or the one that DBT_PROFILES_DIR
names. A database source is reached by the URL in the environment variable it names.

exit codes: 0 done; 2 a problem, said in one line

`python -m loaders COMMAND --help` tells the options of a command."""


def main() -> None:
    """Run the command that the arguments name, and print what there is to tell."""
    arguments = _parser().parse_args()
    in_lake = getattr(arguments, "target", None) == spark.TARGET
    if in_lake:
        spark.enter()
    if arguments.command == "inspect":
        inspect(arguments.folder, arguments.sources, arguments.join_zeros, arguments.all)
        return
    sources = school_sources(getattr(arguments, "folder", None), arguments.sources)
    sources = allowing(sources, getattr(arguments, "allow", []))
    plan: Sequence[Input] = []
    if arguments.command == "load":
        plan = matched(arguments.folder, sources, _as_of(arguments))
    elif arguments.command == "pull":
        # Imported here: SQLAlchemy takes half a second, which a load need not wait.
        from loaders.databases.pull import pulls

        plan = pulls(sources, arguments.source)
    with session(sources) as connection:
        store = _lake(connection) if in_lake else PostgresStore(connection)
        for line in _lines(connection, store, arguments, sources, plan):
            print(line)


def _lake(connection: Connection[Any]) -> Store:
    # Imported here: what it needs is in Spark's virtual environment alone.
    from loaders.lake.folders import Lake
    from loaders.lake.store import LakeStore

    return LakeStore(connection, Lake.at(spark.lake_path()))


def _lines(
    connection: Connection[Any],
    store: Store,
    arguments: argparse.Namespace,
    sources: tuple[Source, ...],
    plan: Sequence[Input],
) -> Iterator[str]:
    names = [source.name for source in sources]
    match arguments.command:
        case "status":
            yield from summary.status(connection, names)
        case "rejects":
            yield from summary.rejects(connection, names, arguments.source)
        case "load":
            receipts = land(connection, plan, arguments.force, TerminalProgress(), store)
            others = ignored(arguments.folder, sources)
            yield from summary.landed(receipts, arguments.sources, others, store.name)
        case "withdraw":
            for file in withdraw(connection, sources, arguments.loads):
                yield f"taken back: {file}"
        case "pull":
            receipts = land(connection, plan, progress=TerminalProgress())
            yield from summary.landed(receipts, arguments.sources)
    if arguments.command in ("load", "pull", "prune"):
        yield from summary.tidied(tidy(store, sources), arguments.command == "prune")


def _as_of(arguments: argparse.Namespace) -> date | None:
    """Return the own day of all files, where it is given, here or in the folder's school.yml."""
    given: date | None = arguments.as_of
    if given is None:
        return as_of(arguments.folder)
    if given > today():
        raise UserError(f"--as-of {given} is after today, {today()}: give the day of the export")
    return given


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no day: write it like 2026-11-15") from None


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--sources",
        type=Path,
        default=DEFAULT_SOURCES,
        metavar="FILE",
        help="the contract of the inputs (default: loaders/sources.yml)",
    )
    lenient = argparse.ArgumentParser(add_help=False)
    lenient.add_argument(
        "--allow",
        action="append",
        default=[],
        metavar="SOURCE.LIMIT",
        help="land it this once although it breaks the limit, e.g. students.max_shrink; "
        "may be given several times",
    )
    parser = cli.parser("loaders", DESCRIPTION, EPILOG)
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    look = commands.add_parser(
        "inspect",
        parents=[common],
        help="say what the files of a folder are, ask what they do not prove, land nothing",
    )
    look.add_argument("folder", type=Path, help="where the files are")
    look.add_argument("--all", action="store_true", help="show what is plain, too")
    look.add_argument(
        "--join-zeros",
        action="store_true",
        help="take ids that differ only in zeros before them for the same",
    )
    load = commands.add_parser(
        "load", parents=[common, lenient], help="land the files of a folder, all of them or none"
    )
    load.add_argument(
        "folder", type=Path, nargs="?", default=SAMPLE, help="where the files are (data/sample)"
    )
    load.add_argument(
        "--force", action="store_true", help="land a file again whose bytes are landed already"
    )
    load.add_argument(
        "--as-of",
        type=_day,
        metavar="DAY",
        help="the day on which the files were exported, like 2026-11-15 (default: the day in a "
        "file's name, else that on which the workbook was saved or the file changed)",
    )
    load.add_argument(
        "--target",
        choices=[spark.TARGET],
        help="land in the lake of profiles.yml's output `spark`, for a build there",
    )
    pull = commands.add_parser(
        "pull",
        parents=[common, lenient],
        help="land what databases hold now, all of them or none",
    )
    pull.add_argument("source", nargs="?", help="one source only")
    back = commands.add_parser(
        "withdraw", parents=[common], help="take loads back; what they replaced counts again"
    )
    back.add_argument(
        "loads", type=int, nargs="+", metavar="LOAD", help="a load's number, as in `status`"
    )
    commands.add_parser(
        "prune", parents=[common], help="drop the rows of loads beyond each source's retention"
    )
    commands.add_parser(
        "status", parents=[common], help="show the newest active loads of each source"
    )
    rejects = commands.add_parser(
        "rejects", parents=[common], help="show the records that the active loads rejected"
    )
    rejects.add_argument("source", nargs="?", help="of one source only")
    return parser


if __name__ == "__main__":
    cli.run(main)
