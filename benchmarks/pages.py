"""Measures the pages of a large school: `python benchmarks/pages.py`; see README.md.

How large each page is, and when it reacts to whoever opens it: from the beginning of the
navigation, in a browser that was just started, until a page that is clicked at once is painted, and
until its charts follow a filter.
"""

import argparse
import os
import shutil
import statistics
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks import school
from benchmarks.own_servers import own_servers
from common.language import school_language
from common.private import PRIVATE_DASHBOARD
from common.servers.connections import Role, connect_postgres
from dashboard.preview.page import write_page, write_private_page
from dashboard.site import private_site, shared_site
from dashboard.spec.check import checked_report
from dashboard.spec.marts import read_marts

ROUNDS = 5
# Clicks the last page as soon as the document is read, then sets the first filter; notes when each
# was painted.
REACTS = """
(() => {
    window.seen = {};
    const painted = (name, then) => requestAnimationFrame(() => setTimeout(() => {
        window.seen[name] = performance.now();
        then?.();
    }));
    const filter = () => {
        const select = document.querySelector("#filters select");
        if (!select) return (window.seen.filter = 0);
        select.selectedIndex = 1;
        select.dispatchEvent(new Event("change", { bubbles: true }));
        painted("filter");
    };
    const opened = () => painted("page", () => setTimeout(filter));
    const click = () => {
        if (document.readyState === "loading") return setTimeout(click);
        addEventListener("hashchange", opened);
        [...document.querySelectorAll("nav a")].at(-1).click();
    };
    click();
})()
"""


def main() -> None:
    """Build a school, write both editions, print their sizes and seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--attendances", type=int, default=1_000_000)
    attendances = parser.parse_args().attendances
    with own_servers("postgres") as folder:
        school.land(folder, attendances)
        school.run("refresh", "build")
        print("| edition | MB | a page, s | a filter, s |\n|---|--:|--:|--:|", flush=True)
        for edition, page in written(folder / "pages"):
            rounds = [reacts(page) for _ in range(ROUNDS)]
            opened, filtered = (
                statistics.median(times[name] for times in rounds) / 1000
                for name in ("page", "filter")
            )
            size = page.stat().st_size / 1e6
            print(f"| {edition} | {size:.2f} | {opened:.2f} | {filtered:.2f} |", flush=True)


def written(folder: Path) -> list[tuple[str, Path]]:
    """Write both editions from the marts as they are."""
    report, marts = checked_report(school_language()), read_marts()
    with connect_postgres(role=Role.REPORTER) as connection:
        shared = write_page(shared_site(connection, report, marts), folder / "index.html")
    with connect_postgres(role=Role.TRANSFORMER) as connection:
        model = private_site(connection, report, marts)
    return [
        ("shared", shared),
        ("private", write_private_page(model, folder, PRIVATE_DASHBOARD)),
    ]


def reacts(page: Path) -> dict[str, float]:
    """Milliseconds from the beginning of the navigation, in a browser of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        window = browser.new_page(viewport={"width": 1280, "height": 800})
        window.add_init_script(REACTS)
        window.goto(page.as_uri(), wait_until="commit")
        window.wait_for_function("() => 'filter' in window.seen", timeout=120_000)
        seen: dict[str, float] = window.evaluate("window.seen")
        browser.close()
    return seen


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parent.parent)
    main()
