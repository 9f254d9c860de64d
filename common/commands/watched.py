"""Tells who runs this command how far it is: a line of JSON for each event, in a file."""

import json
import os
import time
from pathlib import Path
from typing import Any

# Names the file; children tell there, too.
PROGRESS_FILE = "PROGRESS_FILE"
EVERY = 0.5  # seconds between two lines about one stage


def tell(**event: Any) -> None:
    """Add an event, where somebody watches."""
    if path := os.environ.get(PROGRESS_FILE):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps(event) + "\n")


def is_watched() -> bool:
    """Whether somebody watches."""
    return PROGRESS_FILE in os.environ


class Watched:
    """Tells a stage now and then: its name, and how many of how many items or bytes are done."""

    def __init__(self, name: str, in_bytes: bool):
        self.name, self.in_bytes, self.told = name, in_bytes, 0.0

    def __call__(self, done: int, total: int | None, note: str) -> None:
        """Take note of where it is."""
        now = time.monotonic()
        if now - self.told < EVERY and done != total:
            return
        self.told = now
        tell(stage=self.name, done=done, total=total, note=note, in_bytes=self.in_bytes)
