"""The loader's commands: `python -m loaders --help`."""

import argparse
from pathlib import Path

from loaders import landing, partitions, receipt, report, retention
from loaders.contract import read_sources
from loaders.inbox import deliveries
from loaders.progress import LoadProgress
from loaders.sources import DEFAULT_SOURCES
from services.cli import run
from services.connections import connect_postgres

SAMPLE = Path("data/sample")


def main() -> int:
    """Run the command that the arguments name."""
    arguments = _parser().parse_args()
    sources = read_sources(arguments.sources)
    names = [source.name for source in sources]
    if arguments.command == "load":
        plan = deliveries(arguments.folder, sources)
        with connect_postgres(application_name="loaders") as connection:
            partitions.prepare(connection, sources)
            with LoadProgress() as progress:
                receipts = landing.land(connection, plan, arguments.force, progress)
            dropped = sum(retention.prune(connection, source) for source in sources)
        print(*receipt.lines(receipts), sep="\n")
        if dropped:
            print(f"retention dropped the rows of {dropped:,} superseded loads")
    else:
        with connect_postgres(application_name="loaders") as connection:
            partitions.prepare(connection, sources)
            if arguments.command == "prune":
                dropped = sum(retention.prune(connection, source) for source in sources)
                print(f"dropped the rows of {dropped:,} superseded loads")
            elif arguments.command == "status":
                print(*report.status(connection, names), sep="\n")
            else:
                print(*report.rejects(connection, names, arguments.source), sep="\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--sources",
        type=Path,
        default=DEFAULT_SOURCES,
        metavar="FILE",
        help="the contract of the inputs (default: loaders/sources.yml)",
    )
    parser = argparse.ArgumentParser(
        prog="python -m loaders", description="Land raw files in PostgreSQL, schema staging."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    load = commands.add_parser(
        "load", parents=[common], help="land the files of a folder, all of them or none"
    )
    load.add_argument(
        "folder", type=Path, nargs="?", default=SAMPLE, help="where the files are (data/sample)"
    )
    load.add_argument(
        "--force", action="store_true", help="land a file again whose bytes are landed already"
    )
    commands.add_parser(
        "prune", parents=[common], help="drop the rows of loads beyond each source's retention"
    )
    commands.add_parser("status", parents=[common], help="show the loads that count, per source")
    rejects = commands.add_parser(
        "rejects", parents=[common], help="show the records that the loads that count set aside"
    )
    rejects.add_argument("source", nargs="?", help="of one source only")
    return parser


if __name__ == "__main__":
    run(main)
