"""Writes the input files: `python -m data.generator --out data/sample` makes the sample."""

import argparse
from datetime import date
from pathlib import Path

from common.commands.cli import run
from data.generator import attendance, sessions, students, subscriptions
from data.generator.files import AS_OF, SAMPLE, Request, write_files


def main() -> None:
    """Parse the arguments, write the files and say what each holds."""
    request, folder = _parse()
    for file in write_files(request, folder):
        print(f"{file.path}  {file.records:,} records  {file.size:,} bytes", flush=True)


def _parse() -> tuple[Request, Path]:
    parser = argparse.ArgumentParser(
        prog="python -m data.generator",
        description="Write synthetic students.csv, sessions.csv, attendance.csv, "
        "subscriptions.csv and calls.csv. The same arguments give the same bytes; the defaults "
        "give the sample.",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="where to write")
    for name, file in (
        ("students", students.FILE),
        ("sessions", sessions.FILE),
        ("attendances", attendance.FILE),
        ("subscriptions", subscriptions.FILE),
    ):
        default = getattr(SAMPLE, name)
        parser.add_argument(
            f"--{name}",
            type=_count,
            default=default,
            metavar="N",
            help=f"records in {file.name}, dirty ones included (default {default})",
        )
    parser.add_argument(
        "--seed",
        type=int,
        default=SAMPLE.seed,
        metavar="S",
        help="another seed makes another school (default %(default)s)",
    )
    parser.add_argument(
        "--as-of",
        type=_day,
        default=AS_OF,
        metavar="DATE",
        help="the day on which the exports are made (default %(default)s)",
    )
    dirt = parser.add_mutually_exclusive_group()
    dirt.add_argument(
        "--bad-share",
        type=_share,
        default=SAMPLE.bad_share,
        metavar="0..0.2",
        help="share of lines that cannot be landed or break a rule (default %(default)s); "
        "at least one of each kind",
    )
    dirt.add_argument("--clean", action="store_true", help="no dirt and no planted cases at all")
    args = parser.parse_args()
    request = Request(
        students=args.students,
        sessions=args.sessions,
        attendances=args.attendances,
        subscriptions=args.subscriptions,
        seed=args.seed,
        as_of=args.as_of,
        bad_share=args.bad_share,
        dirty=not args.clean,
    )
    return request, args.out


def _day(text: str) -> date:
    try:
        value = date.fromisoformat(text)
    except ValueError:
        value = date.min
    if not 1970 <= value.year <= 2090:
        raise argparse.ArgumentTypeError(f"{text} is not a date such as 2026-11-15 (1970 to 2090)")
    return value


def _count(text: str) -> int:
    if not (text.isdecimal() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text} is not a whole number above 0")
    return int(text)


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 0.2:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 0 to 0.2")
    return value


if __name__ == "__main__":
    run(main)
