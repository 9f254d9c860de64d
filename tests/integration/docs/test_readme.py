"""What the README shows is what the commands print."""

import re
from pathlib import Path


def test_readme_shows_the_summary(summary: str) -> None:
    shown = re.search(r"```\n(Landed\n.*?)```", Path("README.md").read_text("utf-8"), re.DOTALL)
    assert shown is not None
    assert _timeless(shown[1]) == _timeless(summary)


def _timeless(text: str) -> list[str]:
    """Lines without what depends on the day of the load: churn is judged as of that day."""
    lines = text.strip().splitlines()
    return [line for line in lines if not line.strip().startswith(("churn rate", "to look at"))]
