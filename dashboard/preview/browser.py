"""Shows a page in the browser of whoever sits before the terminal."""

import os
import sys
import webbrowser
from pathlib import Path

# Any of these, and there is a browser that opens a window of its own.
SCREENS = ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY")


def show(page: Path) -> None:
    """Open the page; do nothing where no person or no screen is there, as in a scheduled run."""
    has_screen = sys.platform == "darwin" or any(map(os.environ.get, SCREENS))
    if sys.stdout.isatty() and has_screen:
        webbrowser.open(page.as_uri())
