"""What a step of the check says: one line each."""

from dataclasses import dataclass

# Looker Studio cuts what one query brings beyond this, without a word.
MOST_ROWS = 150_000
# Each chart asks a query of its own, and a page has up to twelve.
MOST_SECONDS = 10.0


@dataclass(frozen=True)
class Line:
    """A step, what was found and, where that is wrong or a limit, what to do (`mend`)."""

    step: str
    found: str
    mend: str = ""
    wrong: bool = False

    def __str__(self) -> str:
        verdict = "WRONG" if self.wrong else "note " if self.mend else "ok   "
        text = f"{self.found}: {self.mend}" if self.mend else self.found
        return f"{self.step:7} {verdict} {text}"


def wrong(step: str, found: str, mend: str) -> Line:
    """A step that failed."""
    return Line(step, found, mend, wrong=True)
