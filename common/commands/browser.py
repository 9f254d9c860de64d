"""Shows a page to the person who typed the command, where there is one."""

import os
import sys
import webbrowser

# Any of these, and there is a browser that opens a window of its own.
SCREENS = ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY")


def show(address: str) -> None:
    """Open it; do nothing where no person or no screen is there, as in a scheduled run."""
    has_screen = sys.platform == "darwin" or any(map(os.environ.get, SCREENS))
    if sys.stdout.isatty() and has_screen:
        webbrowser.open(address)
