"""The dashboard: the report of dashboard/report.yml as one offline page, and as pictures."""

import argparse

from dashboard.check import checked_report
from dashboard.marts import read_marts
from services.cli import run
from services.connections import connect_postgres


def main() -> None:
    """Run the chosen command and say which files it wrote."""
    parser = argparse.ArgumentParser(prog="python -m dashboard", description=__doc__)
    commands = parser.add_subparsers(metavar="command", dest="command", required=True)
    commands.add_parser("preview", help="write the page that opens offline")
    commands.add_parser("pictures", help="write the README's pictures of the same pages")
    arguments = parser.parse_args()
    (preview if arguments.command == "preview" else pictures)()


def preview() -> None:
    """Write the page from the marts as they are."""
    # Imported here: drawing takes a second to load, which `--help` need not wait for.
    from dashboard.model import page_model
    from dashboard.preview import write_preview

    report, marts = checked_report(), read_marts()
    with connect_postgres(application_name="dashboard") as connection:
        page = write_preview(page_model(connection, report, marts))
    print(f"{page}: open it in a browser; it needs no network")


def pictures() -> None:
    """Draw the README's pictures from the marts as they are."""
    from dashboard.pictures import draw_pages

    with connect_postgres(application_name="dashboard") as connection:
        for picture in draw_pages(connection, checked_report(), read_marts()):
            print(picture)


if __name__ == "__main__":
    run(main)
