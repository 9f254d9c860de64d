"""`python -m privacy`: what the warehouse knows of a person, or erases of one."""

import argparse
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

from common import spark
from common.commands import cli
from common.errors import UserError
from common.servers.connection_errors import told_in_a_line
from loaders.staging import one_place
from privacy import erasure, preview
from privacy.erase import erase
from privacy.erasure import Erasure
from privacy.export import export

DESCRIPTION = """\
Export everything that the warehouse holds of one person, or erase it everywhere: what was landed,
rejected records, marts and their history, graph, pages, and files of the servers. Who was erased is
left out of every export that is loaded later (docs/privacy.md)."""

EPILOG = """\
A person is named by the student id, by an e-mail address, or by name and birth date (of a
subscription that is linked to no student). Values are compared as the models clean them.

exit codes: 0 done; 1 not confirmed, nothing erased; 2 a problem, said in one line

`python -m privacy COMMAND --help` tells the options of a command."""


def main() -> int:
    """Parse the command line, run one command."""
    arguments = _parser().parse_args()
    with told_in_a_line("`make up` or `python -m common roles`, then run the same again"):
        return _run(arguments)


def _run(arguments: argparse.Namespace) -> int:
    with erasure.loader() as connection:
        if one_place.is_lake(connection):
            spark.enter()
        done = erasure.all_erasures(connection)
    if arguments.command == "receipts":
        print("\n".join(line for one in done for line in _receipt(one)) or "nobody was erased")
        return 0
    asked = _asked(arguments)
    if arguments.command == "export":
        print(f"{export(asked, arguments.to)}: everything about one person; only you can read it")
        return 0
    return _erase(asked, arguments.yes, arguments.rewrite)


def _erase(asked: dict[str, str], is_sure: bool, is_log_rewritten: bool) -> int:
    found = erasure.look(asked)
    print("\n".join(preview.lines(found)), flush=True)
    question = "Erase all of it? It cannot be taken back."
    if not is_sure and not cli.confirmed(question, "erase this"):
        print("nothing was erased")
        return 1
    done = erase(found, partial(print, flush=True), is_log_rewritten)
    print("\n".join(_receipt(done)))
    return 0


def _receipt(one: Erasure) -> Iterator[str]:
    ended = f"{one.finished_at:%Y-%m-%d %H:%M:%S %Z}" if one.finished_at else "not yet"
    yield f"receipt {one.receipt}: begun {one.begun_at:%Y-%m-%d %H:%M:%S %Z}, finished {ended}"
    yield from (f"  {table}: {rows:,} erased" for table, rows in sorted(one.rows.items()))


def _asked(arguments: argparse.Namespace) -> dict[str, str]:
    given = {
        "id": arguments.student_id,
        "email": arguments.email,
        "name": arguments.name,
        "born": arguments.born and arguments.born.isoformat(),
    }
    asked = {kind: value for kind, value in given.items() if value}
    if sorted(asked) not in (["id"], ["email"], ["born", "name"]):
        raise UserError("name one person: by --student-id, by --email, or by --name and --born")
    return asked


def _parser() -> argparse.ArgumentParser:
    parser = cli.parser("privacy", DESCRIPTION, EPILOG)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    text = "show what is found of a person where, and erase it after a yes"
    command = _of_a_person(commands.add_parser("erase", help=text, description=text))
    command.add_argument("--yes", action="store_true", help="erase without asking")
    command.add_argument(
        "--rewrite",
        action="store_true",
        help="write the attendance log again, too: no file then holds the bare student id",
    )
    text = "write everything about a person into one file, which only you can read"
    command = _of_a_person(commands.add_parser("export", help=text, description=text))
    command.add_argument("--to", type=Path, required=True, metavar="FILE", help="a new file")
    text = "list who was erased when: counts only, nothing of anybody"
    commands.add_parser("receipts", help=text, description=text)
    return parser


def _of_a_person(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    command.add_argument("--student-id", metavar="ID")
    command.add_argument("--email", metavar="ADDRESS")
    command.add_argument("--name", help="with --born")
    command.add_argument(
        "--born", type=date.fromisoformat, metavar="DAY", help="a birth date like 1999-05-31"
    )
    return command


if __name__ == "__main__":
    cli.run(main)
