"""What the README shows is what the commands print."""

import re
from pathlib import Path


def test_readme_shows_the_summary(summary: str) -> None:
    shown = re.search(r"```\n(Landed\n.*?)```", Path("README.md").read_text("utf-8"), re.DOTALL)
    assert shown is not None
    assert shown[1] == summary
