"""Takes the README's pictures: the first screen as a browser shows it, on a phone and a desktop."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from common.errors import UserError
from common.folders import REPOSITORY

IMAGES = REPOSITORY / "images"
# Pixels of the window; each is drawn with as many dots more as make its letters sharp.
WINDOWS = {"phone": (390, 844), "desktop": (1280, 600)}
SCALE = 2


def take_pictures(page: Path, folder: Path) -> Iterator[Path]:
    """Take `first_screen_<window>.png` of a page that was written; yield each file.

    UserError where there is no Chromium.
    """
    chromium = shutil.which("chromium")
    if not chromium:
        raise UserError(
            "the pictures are taken by Chromium, which is not here: "
            "install it (Debian: apt-get install chromium)"
        )
    # Imported here: what drives a browser is a developer's, and no other command needs it.
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        for name, (width, height) in WINDOWS.items():
            window = browser.new_page(
                viewport={"width": width, "height": height}, device_scale_factor=SCALE
            )
            window.goto(page.as_uri())
            path = folder / f"first_screen_{name}.png"
            window.screenshot(path=path, full_page=True)
            yield path
        browser.close()
