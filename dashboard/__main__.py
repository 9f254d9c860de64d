"""The report of dashboard/spec/report.yml: draw it, or try Looker Studio's way to its data."""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from common.commands.browser import show
from common.commands.cli import run
from common.errors import UserError
from common.private import PRIVATE_DASHBOARD, campus_file, private_folder
from common.servers.connections import Role, connect_postgres
from dashboard.spec.check import checked_report
from dashboard.spec.marts import read_marts


def main() -> int:
    """Run the chosen command; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m dashboard", description=__doc__)
    commands = parser.add_subparsers(metavar="command", dest="command", required=True)
    page = commands.add_parser("preview", help="write the page that opens offline")
    page.add_argument(
        "--open", action="store_true", help="and show it in the browser, where there is one"
    )
    page.add_argument(
        "--campus", metavar="NAME", help="write one campus's page alone, private, for its manager"
    )
    commands.add_parser("pictures", help="take the README's pictures of the first screen")
    commands.add_parser("check", help="try the connection as the reporter, step by step")
    arguments = parser.parse_args()
    match arguments.command:
        case "preview":
            return campus_preview(arguments.campus) if arguments.campus else preview(arguments.open)
        case "pictures":
            return pictures()
    return check()


def preview(is_shown: bool) -> int:
    """Write the page to share from the marts as they are, and the private one where it is wanted.

    Each is read with the login of those who may see it. The private one has the data report, to
    which it leads, beside it.
    """
    # Imported here: drawing takes a second to load, which `--help` need not wait for.
    from common.language import school_language
    from dashboard.data_report.report import write_private_report
    from dashboard.preview.page import write_page, write_private_page
    from dashboard.site import private_site, shared_site
    from verdict.last_build import read_build

    report, marts, build = checked_report(school_language()), read_marts(), read_build()
    folder = private_folder()
    with connect_postgres(role=Role.REPORTER, application_name="dashboard") as connection:
        page = write_page(shared_site(connection, report, marts, build))
    print(f"The dashboard, to share: {page.as_uri()} (needs no network)", flush=True)
    if folder:
        with connect_postgres(role=Role.TRANSFORMER, application_name="dashboard") as connection:
            model = private_site(connection, report, marts, build)
        page = write_private_page(model, folder, PRIVATE_DASHBOARD)
        write_private_report(folder)
        print(f"The dashboard, private: {page.as_uri()} (exact, and with people)", flush=True)
    if is_shown:
        show(page.as_uri())
    return 0


def campus_preview(campus: str) -> int:
    """Write the private page of one campus, for its manager, into the private folder.

    None is made to be shared: what it says of a campus would tell a small group of another one
    that the school's shared page keeps back.
    """
    from common.language import school_language
    from dashboard.preview.page import write_private_page
    from dashboard.site import private_site
    from verdict.last_build import read_build

    folder, marts = private_folder(), read_marts()
    if not folder:
        raise UserError(
            "a page of one campus is private: name a `private_folder` in school.yml for it"
        )
    with connect_postgres(role=Role.TRANSFORMER, application_name="dashboard") as connection:
        report = checked_report(school_language())
        model = private_site(connection, report, marts, read_build(), campus)
    page = write_private_page(model, folder, campus_file(campus))
    print(f"The dashboard of {campus}, private: {page.as_uri()} (exact, and with people)")
    return 0


def pictures() -> int:
    """Take the README's pictures of the first screen, from the marts as they are."""
    from common.language import school_language
    from dashboard.preview.page import write_private_page
    from dashboard.preview.pictures import IMAGES, take_pictures
    from dashboard.site import private_site
    from verdict.last_build import read_build

    report, marts, build = checked_report(school_language()), read_marts(), read_build()
    with TemporaryDirectory() as folder:
        with connect_postgres(role=Role.TRANSFORMER, application_name="dashboard") as connection:
            model = private_site(connection, report, marts, build)
        page = write_private_page(model, Path(folder), PRIVATE_DASHBOARD)
        for picture in take_pictures(page, IMAGES):
            print(picture, flush=True)
    return 0


def check() -> int:
    """Print a line per step; 1 where one found something wrong."""
    from common.servers.settings import reporter_settings
    from dashboard.looker.connection.check import steps

    failed = 0
    for line in steps(reporter_settings(), checked_report(), read_marts(), print):
        print(line, flush=True)
        failed += line.wrong
    return min(failed, 1)


if __name__ == "__main__":
    run(main)
