"""The pages on the disk: those that name people say nothing until they are written again."""

from collections.abc import Callable
from pathlib import Path

from common.private import (
    PRIVATE_DASHBOARD,
    PRIVATE_REPORT,
    campus_pages,
    private_folder,
    write_private,
)
from dashboard.data_report.report import REPORT
from refresh.steps import PAGE

EMPTY = "<!doctype html><title>Being made again</title><p>This page is being made again.</p>\n"


def written() -> dict[str, list[Path]]:
    """Return where the pages are, to share and private ones, by the command that writes them."""
    folder = private_folder()
    private = [folder / PRIVATE_DASHBOARD, folder / PRIVATE_REPORT] if folder else []
    return {"dashboard": [PAGE, *private[:1]], "report": [REPORT, *private[1:]]}


def take_down(say: Callable[[str], None]) -> None:
    """Empty the private pages, which are written again; delete those of single campuses."""
    folder = private_folder()
    if not folder:
        return
    for name in (PRIVATE_DASHBOARD, PRIVATE_REPORT):
        if (folder / name).exists():
            write_private(folder, name, EMPTY)
    gone = campus_pages()
    for page in gone:
        page.unlink()
    if gone:
        say(f"deleted: {len(gone)} pages of single campuses: `make dashboard CAMPUS=…` writes each")
